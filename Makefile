# conciliacion - PostgreSQL extension for health-billing reconciliation.
#
#   make demo    everything from files to liquidaciones on a private cluster
#   make test    every check that a change can break
#   make && make install     build and install with PGXS (PG_CONFIG=... to choose)

EXTENSION   = conciliacion
EXTVERSION  = $(shell sed -n "s/^default_version = '\(.*\)'/\1/p" conciliacion.control)
MODULE_big  = conciliacion
NUCLEO      = $(sort $(wildcard src/nucleo/*.c))
OBJS        = $(patsubst %.c,%.o,$(sort $(wildcard src/*.c)) $(NUCLEO))
FRAGMENTOS  = $(sort $(wildcard sql/extension/*.sql))
DATA_built  = $(EXTENSION)--$(EXTVERSION).sql
# In sql/, a name with "--" is a script of a release; the others are tests.
REGRESS     = $(foreach f,$(sort $(patsubst sql/%.sql,%,$(wildcard sql/*.sql))),$(if $(findstring --,$f),,$f))
REGRESS_OPTS = --load-extension=conciliacion
GENERADOS   = src/nucleo/glosas_datos.h
# build/servidor tells where the server of "make server" lives: it survives a clean.
EXTRA_CLEAN = $(DATA_built) $(GENERADOS) $(filter-out build/servidor,$(wildcard build/*)) results output_iso

PG_CONFIG  ?= pg_config
override with_llvm := no
PG_CPPFLAGS = -I$(CURDIR)/src -isystem $(shell $(PG_CONFIG) --includedir-server 2>/dev/null) \
              -DCONCILIACION_VERSION='"$(EXTVERSION)"'
PG_CFLAGS   = -std=gnu11 -Wextra -Wno-declaration-after-statement

# Nothing there yet: "make demo" and "make test" install what is missing and call make again.
PGXS := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)
.DEFAULT_GOAL := all
ifneq ($(PGXS),)
include $(PGXS)
else
all install:
	@echo "no PostgreSQL server headers for '$(PG_CONFIG)'; try make paquetes" >&2; exit 1
endif

$(OBJS): $(wildcard src/*.h src/nucleo/*.h) $(GENERADOS) build/opciones

# Objects depend on how they are compiled: another server, or -Werror, builds them again.
build/opciones: siempre
	@mkdir -p build; { echo 'COPT=$(COPT)'; $(PG_CONFIG) --version --includedir-server; \
	echo '$(CC) $(filter-out -Werror,$(CFLAGS)) $(EXTVERSION)'; } 2>/dev/null >$@.nuevo; \
	if cmp -s $@.nuevo $@; then rm -f $@.nuevo; else mv $@.nuevo $@; fi
siempre:
.PHONY: siempre

$(DATA_built): $(FRAGMENTOS) conciliacion.control
	cat $(FRAGMENTOS) > $@

GLOSAS = src/nucleo/datos/generar_glosas.pl src/nucleo/datos/glosas_3047.csv src/nucleo/datos/glosas_2284.csv
src/nucleo/glosas_datos.h: $(GLOSAS)
	perl $(GLOSAS) > $@.tmp && mv $@.tmp $@ || { rm -f $@.tmp; exit 1; }
src/nucleo/codigo_glosa.o: src/nucleo/glosas_datos.h

include Makefile.pruebas
