# maildesk: `make demo` shows it, `make check` tests it, `make` builds it.
#
# One static library per layer (base, mail, desk, store, port, app), each linked
# with those left of it only, so that the order of layers is the linker's too.

BUILD    ?= build
PREFIX   ?= /usr/local
VERSION  := 0.1.0
CFLAGS   ?= -O2 -g
WERROR   ?=
JOBS      = $(shell nproc)

# --- what it is built with -----------------------------------------------------

PACKAGES := gcc libc6-dev pkg-config libsqlite3-dev libcurl4-gnutls-dev \
            libconfig-dev libsodium-dev libxml2-dev libidn2-dev \
            libetpan-dev libgnutls28-dev \
            libuchardet-dev libytnef0-dev libjansson-dev libseccomp-dev \
            libsystemd-dev uuid-dev
TEST_PACKAGES := clang libcmocka-dev perl python3 sqlite3 openssl procps \
            postfix dovecot-imapd dovecot-lmtpd mandoc dpkg-dev
INSTALL_PACKAGES := sh tests/tools/packages.sh

LAYERS   := base mail desk store port app
STD      := -std=c11 -D_GNU_SOURCE -iquote include -iquote $(BUILD)/gen
WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
            -Wmissing-prototypes -Wwrite-strings -Wformat=2 -Wvla -Wswitch \
            -fno-common
HARDEN   ?= -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
SANITIZE := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all \
            -fno-omit-frame-pointer
PKGS     := sqlite3 libcurl libconfig libsodium libxml-2.0 libidn2 uchardet \
            libytnef jansson libseccomp libsystemd uuid gnutls
# Asked once, when the first file is compiled.  Includes as system ones:
# libxml2's headers are not written for -Wconversion.
PKG_CFLAGS = $(eval PKG_CFLAGS := $(call pkg,--cflags-only-I))$(PKG_CFLAGS)
# Not by pkg-config: libetpan's flags there switch PIE off.
# What is ours is not given to libraries: libetpan has an encode_base64, too,
# and would call the one of the program.
LIBS       = $(eval LIBS := -Wl,--exclude-libs,ALL $(call pkg,--libs) \
      -letpan)$(LIBS)
pkg = $(if $(shell pkg-config --exists $(PKGS) && echo found),$(patsubst \
      -I%,-isystem %,$(shell pkg-config $(1) $(PKGS))),$(error libraries are \
      missing; run: make packages))
ALL_CFLAGS = $(STD) $(WARN) $(WERROR) $(HARDEN) $(CFLAGS) -DVERSION='"$(VERSION)"'
POISON    := -include include/base/poison.h

# `make V=1` shows the commands.
Q        := $(if $(V),,@)
say       = $(if $(V),,@printf '  %-5s %s\n' $(1) $(2))

# --- the programs --------------------------------------------------------------

layer_src = $(sort $(wildcard src/$(1)/*.c))
layer_obj = $(patsubst src/%.c,$(BUILD)/obj/%.o,$(call layer_src,$(1)))
lib       = $(BUILD)/lib$(1).a

# maildesk-deliver is libc only and static; the two others have a main each.
MAINS    := src/app/main_maildesk.c src/app/main_maildeskd.c src/app/main_deliver.c
PROGRAMS := $(BUILD)/maildesk-deliver $(BUILD)/maildeskd $(BUILD)/maildesk

.PHONY: all
all: $(PROGRAMS) ## build the three programs (what `make` alone does)

define layer_rule
$(call lib,$(1)): $(filter-out $(MAINS:src/%.c=$(BUILD)/obj/%.o),$(call layer_obj,$(1)))
	$(call say,AR,$$@)
	$(Q)rm -f $$@ && ar rcs $$@ $$^
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
	$(Q)sh tests/tools/embed.sh $(SQL) >$@.new && mv $@.new $@
$(BUILD)/gen/templates.h: $(TEMPLATES) tests/tools/embed.sh Makefile
	@mkdir -p $(@D)
	$(Q)sh tests/tools/embed.sh $(TEMPLATES) >$@.new && mv $@.new $@
$(BUILD)/obj/store/schema.o: $(BUILD)/gen/sql_steps.h
$(BUILD)/obj/desk/template.o: $(BUILD)/gen/templates.h

$(BUILD)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CFLAGS) $(PKG_CFLAGS) $(POISON) -MMD -MP -c -o $@ $<

# What nothing calls is left out: slices need more than libc for a search.
DELIVER_SRC := src/app/main_deliver.c src/port/lmtp_encode.c \
            src/base/slice.c src/base/slice_utf8.c
$(BUILD)/maildesk-deliver: $(DELIVER_SRC) $(wildcard include/base/*.h) include/port/lmtp_encode.h
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(STD) $(WARN) $(WERROR) -Os -static -ffunction-sections \
	    -Wl,--gc-sections $(POISON) -o $@ $(DELIVER_SRC)

# Else a function of ours would stand in for one of the same name in a library:
# libetpan has an encode_base64, too.
OWN := -Wl,--exclude-libs,ALL
$(BUILD)/maildeskd $(BUILD)/maildesk: $(BUILD)/%: $(BUILD)/obj/app/main_%.o $(call libs_upto,app)
	$(call say,LINK,$@)
	$(Q)$(CC) $(CFLAGS) $(OWN) -pie -o $@ $^ $(LIBS)

.PHONY: packages
packages: ## install the Debian packages that building needs
	@$(INSTALL_PACKAGES) $(PACKAGES)

include tests/tools/install.mk
include tests/tools/crash.mk

# --- showing it ----------------------------------------------------------------

.PHONY: demo
demo: ## a desk in ./run with more than fifty mails, and what became of them
	@$(INSTALL_PACKAGES) $(PACKAGES)
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@BUILD=$(BUILD) sh tests/tools/demo.sh

# --- testing it ----------------------------------------------------------------

# Unit tests: tests/unit/LAYER/test_x.c sees its layer and those left of it.
UNIT_SRC  := $(sort $(wildcard tests/unit/*/test_*.c))
UNIT_BIN  := $(UNIT_SRC:tests/unit/%.c=$(BUILD)/unit/%)
UNIT_RUN  := $(UNIT_SRC:tests/unit/%.c=run-%)
.SECONDARY:
define unit_rule
$(BUILD)/unit/$(1)/test_%: tests/unit/$(1)/test_%.c $(wildcard tests/unit/*.h tests/unit/$(1)/*.h) $(call libs_upto,$(1))
	@mkdir -p $$(@D)
	$$(call say,CC,$$<)
	$(Q)$$(CC) $$(ALL_CFLAGS) -iquote tests/unit -Wno-missing-prototypes -o $$@ $$< $(call libs_upto,$(1)) $$(LIBS) -lcmocka
endef
$(foreach layer,$(LAYERS),$(eval $(call unit_rule,$(layer))))

# Every statement of the store, for the test that prepares them all.
STORE_SRC := $(call layer_src,store)
$(BUILD)/gen/sql_statements.h: $(STORE_SRC) $(wildcard src/store/*.h) tests/tools/sql_statements.pl $(BUILD)/gen/sql_steps.h
	@mkdir -p $(@D)
	$(Q)$(CC) $(STD) $(PKG_CFLAGS) -E $(STORE_SRC) >$@.i
	$(Q)perl tests/tools/sql_statements.pl $@.i >$@.new && mv $@.new $@
$(BUILD)/unit/store/test_statements $(BUILD)/unit/store/test_plans: $(BUILD)/gen/sql_statements.h

.PHONY: unit-binaries unit asan $(UNIT_RUN)
unit-binaries: $(UNIT_BIN)
unit: $(UNIT_RUN) ## run the unit tests
	@echo "$(words $(UNIT_RUN)) programs of unit tests pass"

# Silent when it passes.
$(UNIT_RUN): run-%: $(BUILD)/unit/%
	$(call say,TEST,$*)
	@$< >$<.log 2>&1 || { cat $<.log; echo "$<: failed"; exit 1; }

asan: ## run the unit tests under AddressSanitizer and UBSan
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/asan CC=gcc WERROR=-Werror \
	    HARDEN=-fPIE CFLAGS='$(SANITIZE)' unit

include tests/fuzz/fuzz.mk

# One after another, so that the first that fails is the last that is shown.
.PHONY: check
check: ## everything a change must pass; installs what tests need
	@$(INSTALL_PACKAGES) $(PACKAGES) $(TEST_PACKAGES)
	@echo '== gcc, warnings are errors'
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=$(BUILD)/gcc CC=gcc WERROR=-Werror all
	@echo '== clang, warnings are errors'
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=$(BUILD)/clang CC=clang WERROR=-Werror all unit-binaries
	@echo '== unit tests under AddressSanitizer and UBSan'
	@$(MAKE) --no-print-directory -j$(JOBS) asan
	@echo '== known inputs of the fuzz targets, sanitized as well'
	@$(MAKE) --no-print-directory -j$(JOBS) replay-asan
	@echo '== whole programs'
	@BUILD=$(BUILD)/gcc prove --timer -j$(JOBS) tests/program
	@echo '== the lab: a real Postfix and Dovecot'
	@BUILD=$(BUILD)/gcc prove --timer tests/lab
	@echo 'All checks pass.'

include tests/tools/soak.mk

# --- measuring it --------------------------------------------------------------

include tests/bench/bench.mk

# -------------------------------------------------------------------------------

.PHONY: clean help
clean: ## remove what was built
	rm -rf $(BUILD)

help: ## this list
	@sed -n 's/^\([a-z]*\):.* ## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
