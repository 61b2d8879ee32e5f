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
REGRESS     = $(sort $(patsubst sql/%.sql,%,$(wildcard sql/*.sql)))
REGRESS_OPTS = --load-extension=conciliacion
EXTRA_CLEAN = $(DATA_built) src/nucleo/glosas_datos.h build results output_iso

PG_CONFIG  ?= pg_config
override with_llvm := no
PG_CPPFLAGS = -I$(CURDIR)/src -isystem $(shell $(PG_CONFIG) --includedir-server) \
              -DCONCILIACION_VERSION='"$(EXTVERSION)"'
PG_CFLAGS   = -std=gnu11 -Wextra -Wno-declaration-after-statement

PGXS := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)

$(OBJS): $(wildcard src/*.h src/nucleo/*.h)

$(DATA_built): $(FRAGMENTOS) conciliacion.control
	cat $(FRAGMENTOS) > $@

GLOSAS = src/nucleo/datos/generar_glosas.pl src/nucleo/datos/glosas_3047.csv src/nucleo/datos/glosas_2284.csv
src/nucleo/glosas_datos.h: $(GLOSAS)
	perl $(GLOSAS) > $@.tmp && mv $@.tmp $@ || { rm -f $@.tmp; exit 1; }
src/nucleo/codigo_glosa.o: src/nucleo/glosas_datos.h

include Makefile.pruebas
