# Message catalogue of the extension (see PGXS, nls-global.mk). PostgreSQL 15 reads AVAIL_LANGUAGES; 16 and later read
# po/LINGUAS. fallar() of the core takes message, detail and hint as its arguments 3, 4 and 5.
CATALOG_NAME     = conciliacion
AVAIL_LANGUAGES  = es
GETTEXT_FILES    = $(sort $(wildcard src/*.c src/nucleo/*.c))
GETTEXT_TRIGGERS = errmsg errmsg_plural:1,2 errdetail errdetail_plural:1,2 errhint errhint_plural:1,2 errcontext \
                   gettext_noop fallar:3 fallar:4 fallar:5
GETTEXT_FLAGS    = errmsg:1:c-format errmsg_plural:1:c-format errmsg_plural:2:c-format errdetail:1:c-format \
                   errdetail_plural:1:c-format errdetail_plural:2:c-format errhint:1:c-format \
                   errhint_plural:1:c-format errhint_plural:2:c-format errcontext:1:c-format fallar:4:c-format
