# maildesk: `make demo` shows it, `make check` tests it, `make` builds it.
#
# One static library per layer (base, mail, desk, store, port, app), each linked
# with those left of it only, so that the order of layers is the linker's too.

CC       ?= cc
ifeq ($(origin CC),default)
CC       := gcc
endif
BUILD    ?= build
PREFIX   ?= /usr/local
VERSION  := 0.1.0
CFLAGS   ?= -O2 -g
WERROR   ?=

PACKAGES := pkg-config libsqlite3-dev libcurl4-gnutls-dev libconfig-dev \
            libsodium-dev libxml2-dev libidn2-dev libuchardet-dev \
            libjansson-dev libsystemd-dev uuid-dev
TEST_PACKAGES := clang libclang-rt-14-dev libcmocka-dev sqlite3 openssl perl \
            python3 procps postfix dovecot-imapd dovecot-lmtpd opendkim

LAYERS   := base mail desk store port app
STD      := -std=c11 -D_GNU_SOURCE -iquote include -iquote $(BUILD)/gen
WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
            -Wmissing-prototypes -Wwrite-strings -Wformat=2 -Wvla -Wswitch \
            -fno-common
HARDEN   ?= -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
PKGS     := sqlite3 libcurl libconfig libsodium libxml-2.0 libidn2 uchardet \
            jansson libsystemd uuid
# Includes as system ones: libxml2's headers are not written for -Wconversion.
PKG_CFLAGS = $(patsubst -I%,-isystem %,$(shell pkg-config --cflags-only-I $(PKGS)))
LIBS      = $(shell pkg-config --libs $(PKGS))
ALL_CFLAGS = $(STD) $(WARN) $(WERROR) $(HARDEN) $(CFLAGS) -DVERSION='"$(VERSION)"'

layer_src = $(sort $(wildcard src/$(1)/*.c))
layer_obj = $(patsubst src/%.c,$(BUILD)/obj/%.o,$(call layer_src,$(1)))
lib       = $(BUILD)/lib$(1).a

# maildesk-deliver is libc only and static; the two others have a main each.
MAINS    := src/app/main_maildesk.c src/app/main_maildeskd.c src/app/main_deliver.c
PROGRAMS := $(BUILD)/maildesk-deliver $(BUILD)/maildeskd $(BUILD)/maildesk

.PHONY: all clean
all: $(PROGRAMS)

define layer_rule
$(call lib,$(1)): $(filter-out $(MAINS:src/%.c=$(BUILD)/obj/%.o),$(call layer_obj,$(1)))
	@rm -f $$@
	ar rcs $$@ $$^
endef
$(foreach layer,$(LAYERS),$(eval $(call layer_rule,$(layer))))

# Left of a layer, itself included, in the linker's order (rightmost first).
upto_base  := base
upto_mail  := mail $(upto_base)
upto_desk  := desk $(upto_mail)
upto_store := store $(upto_desk)
upto_port  := port $(upto_desk)
upto_app   := app port store $(upto_desk)
libs_upto  = $(foreach layer,$(upto_$(1)),$(call lib,$(layer)))

# Text that the programs carry: schema steps and the letters' templates.
SQL       := $(sort $(wildcard src/sql/*.sql))
TEMPLATES := $(sort $(wildcard conf/templates/*/*))
$(BUILD)/gen/sql_steps.h: $(SQL) tests/tools/embed.sh Makefile
	@mkdir -p $(@D)
	sh tests/tools/embed.sh $(SQL) >$@.new && mv $@.new $@
$(BUILD)/gen/templates.h: $(TEMPLATES) tests/tools/embed.sh Makefile
	@mkdir -p $(@D)
	sh tests/tools/embed.sh $(TEMPLATES) >$@.new && mv $@.new $@
$(BUILD)/obj/store/schema.o: $(BUILD)/gen/sql_steps.h
$(BUILD)/obj/desk/template.o: $(BUILD)/gen/templates.h

$(BUILD)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(PKG_CFLAGS) -include include/base/poison.h -MMD -MP -c -o $@ $<

# What nothing calls is left out: slices need more than libc for a search.
DELIVER_SRC := src/app/main_deliver.c src/port/lmtp_encode.c \
            src/base/slice.c src/base/slice_utf8.c
$(BUILD)/maildesk-deliver: $(DELIVER_SRC) $(wildcard include/base/*.h) include/port/lmtp_encode.h
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) $(WERROR) -Os -static -ffunction-sections -Wl,--gc-sections \
	    -include include/base/poison.h -o $@ $(DELIVER_SRC)

$(BUILD)/maildeskd: $(BUILD)/obj/app/main_maildeskd.o $(call libs_upto,app)
	$(CC) $(CFLAGS) $(SAN) -pie -o $@ $^ $(LIBS)
$(BUILD)/maildesk: $(BUILD)/obj/app/main_maildesk.o $(call libs_upto,app)
	$(CC) $(CFLAGS) $(SAN) -pie -o $@ $^ $(LIBS)

# Unit tests: tests/unit/LAYER/test_x.c sees its layer and those left of it.
UNIT_SRC  := $(sort $(wildcard tests/unit/*/test_*.c))
UNIT_BIN  := $(UNIT_SRC:tests/unit/%.c=$(BUILD)/unit/%)
.SECONDARY:
define unit_rule
$(BUILD)/unit/$(1)/test_%: tests/unit/$(1)/test_%.c $(wildcard tests/unit/*.h) $(call libs_upto,$(1))
	@mkdir -p $$(@D)
	$$(CC) $$(ALL_CFLAGS) -iquote tests/unit -Wno-missing-prototypes -o $$@ $$< $(call libs_upto,$(1)) $$(LIBS) -lcmocka
endef
$(foreach layer,$(LAYERS),$(eval $(call unit_rule,$(layer))))

# Every statement of the store, for the test that prepares them all.
STORE_SRC := $(call layer_src,store)
$(BUILD)/gen/sql_statements.h: $(STORE_SRC) $(wildcard src/store/*.h) tests/tools/sql_statements.pl $(BUILD)/gen/sql_steps.h
	@mkdir -p $(@D)
	$(CC) $(STD) $(PKG_CFLAGS) -E $(STORE_SRC) >$@.i
	perl tests/tools/sql_statements.pl $@.i >$@.new && mv $@.new $@
$(BUILD)/unit/store/test_statements $(BUILD)/unit/store/test_plans: $(BUILD)/gen/sql_statements.h

.PHONY: unit-binaries unit
unit-binaries: $(UNIT_BIN)
unit: unit-binaries
	@set -e; for t in $(UNIT_BIN); do $$t; done

# The same tree under AddressSanitizer and UBSan.
SANITIZE := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

clean:
	rm -rf build

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
