# The parts of the sensor that are C: the BPF object and the JNI library, for each architecture, and the libraries they
# need, into OUT. Maven calls this; make alone does too: make -f native.mk OUT=target/classes/io/kguard/internal/sensor/native
#
#   CLANG     clang 14 or later, for the BPF object
#   CC        compiles the JNI library
#   JAVA_HOME where jni.h is
#   ARM64_ROOT a folder with Debian's arm64 packages of the libraries, as bin/arm64 makes it

CLANG       ?= clang-19
CC          := cc
JAVA_HOME   ?= /usr/lib/jvm/default-java
OUT         ?= target/classes/io/kguard/internal/sensor/native
WORK        := target/bpf
LINKER      := $(WORK)/linker
ARCH        := $(shell uname -m)
MULTIARCH   := $(shell $(CC) -print-multiarch)

JNI_SOURCES := $(wildcard src/main/c/*.c)
JNI_NEEDS   := $(JNI_SOURCES) $(wildcard src/main/c/*.h) src/main/bpf/lib/record.h
BPF_SOURCES := $(wildcard src/main/bpf/lib/*.h src/main/bpf/*.c)
# Debug information names no folder of the machine that built it.
SAME_PATHS  := -ffile-prefix-map=$(CURDIR)=.
BPF_FLAGS   := -target bpf -mcpu=v3 -O2 -g -Wall -Werror $(SAME_PATHS) -I/usr/include/$(MULTIARCH)

JNI_FLAGS   := -std=c11 -O2 -g1 -Wall -Wextra -Werror -fvisibility=hidden -fPIC -shared $(SAME_PATHS) \
	-I$(JAVA_HOME)/include -I$(JAVA_HOME)/include/linux
PROGRAM_FLAGS := -std=gnu11 -O2 -s -Wall -Wextra -Werror -static
# The old kind of run path is the one that libbpf's own needs are looked up by, too.
JNI_LINK    := -lbpf -Wl,-z,defs -Wl,-rpath,'$$ORIGIN' -Wl,--disable-new-dtags

# What libbpf needs, by the names under which the loader asks for it, and the packages that their notices are in: one of
# those that a comma separates. The jar may not go without a notice.
LIBRARIES   := libbpf.so.1 libelf.so.1 libz.so.1 libzstd.so.1
NOTICES     := libbpf1 libelf1,libelf1t64 zlib1g libzstd1 libc6,libc6-dev
DOCS        ?= /usr/share/doc

all: $(OUT)/x86_64/kguard.bpf.o $(OUT)/aarch64/kguard.bpf.o $(OUT)/$(ARCH)/libkguard.so \
	$(OUT)/$(ARCH)/kguard-canary $(LIBRARIES:%=$(OUT)/$(ARCH)/%) $(OUT)/$(ARCH)/NOTICE

# Debug information beyond BTF, which is what CO-RE works with, is left out.
$(OUT)/x86_64/kguard.bpf.o: BPF_ARCH := x86
$(OUT)/aarch64/kguard.bpf.o: BPF_ARCH := arm64
$(OUT)/%/kguard.bpf.o: $(BPF_SOURCES) $(LINKER)
	@mkdir -p $(@D) $(WORK)/$*
	$(CLANG) $(BPF_FLAGS) -D__TARGET_ARCH_$(BPF_ARCH) -c src/main/bpf/kguard.bpf.c -o $(WORK)/$*/kguard.bpf.o
	$(LINKER) $(WORK)/$*/kguard.bpf.o $@

$(LINKER): src/main/c/linker/linker.c
	@mkdir -p $(@D)
	$(CC) -std=c11 -O1 -Wall -Wextra -Werror $< -o $@ -lbpf

$(OUT)/$(ARCH)/libkguard.so: $(JNI_NEEDS)
	@mkdir -p $(@D)
	$(CC) $(JNI_FLAGS) $(JNI_SOURCES) -o $@ $(JNI_LINK)

# Static, so that what a loader does is not among its events.
$(OUT)/$(ARCH)/kguard-canary: src/main/c/canary/canary.c
	@mkdir -p $(@D)
	$(CC) $(PROGRAM_FLAGS) $< -o $@

$(LIBRARIES:%=$(OUT)/$(ARCH)/%):
	@mkdir -p $(@D)
	cp -L "$$($(CC) -print-file-name=$(@F))" $@

# $(1): the packages
define write_notice
	@mkdir -p $(@D)
	@for names in $(1); do \
		found=; \
		for package in $$(echo $$names | tr , ' '); do \
			if [ -f $(DOCS)/$$package/copyright ]; then found=$$package; fi; \
		done; \
		if [ -z "$$found" ]; then \
			echo "The jar must carry the notice of $$names, and $(DOCS) has none. If this machine leaves documentation" >&2; \
			echo "out, allow it (path-include=/usr/share/doc/*/copyright in /etc/dpkg/dpkg.cfg.d) and run apt-get install" >&2; \
			echo "--reinstall $${names%%,*}; or name another directory of Debian's copyright files with DOCS=..." >&2; \
			exit 1; \
		fi; \
		version=$$(dpkg-query -W -f '$${Version}' $$found 2>/dev/null || echo '(of unknown version)'); \
		echo "==== $$found $$version, as this Linux distribution has it ===="; \
		cat $(DOCS)/$$found/copyright; \
	done > $@
endef

$(OUT)/$(ARCH)/NOTICE: native.mk
	$(call write_notice,$(NOTICES))

# The programs that tests run, into TEST_OUT. They are static: what the loader does would be among the events.
TEST_OUT    ?= target/test-classes/io/kguard/internal/sensor
tests: $(TEST_OUT)/$(ARCH)/calls $(TEST_OUT)/each-alone

# Each file of the BPF object can be compiled alone, and defines or includes every function that it calls. So the order of
# includes does not matter, and no file calls one that includes it. Functions of the kernel are found when it loads the object.
$(TEST_OUT)/each-alone: $(BPF_SOURCES) native.mk
	@mkdir -p $(@D)
	@for file in $(BPF_SOURCES); do \
		echo "#include \"$$file\"" | $(CLANG) $(BPF_FLAGS) -D__TARGET_ARCH_x86 -I. -femit-all-decls -S -emit-llvm \
			-Xclang -disable-llvm-passes -xc - -o $@.ll || exit 1; \
		missing=$$(sed -n '/@llvm\./d; /"\.ksyms"/d; s/^declare .*@\([a-z0-9_]*\)(.*/\1/p' $@.ll); \
		if [ -n "$$missing" ]; then echo "$$file leads to calls of" $$missing", which nothing that it includes defines" >&2; exit 1; fi; \
	done
	@rm $@.ll
	@touch $@

TEST_FLAGS  := -std=gnu11 -O1 -Wall -Wextra -Werror -Wno-unused-result -static
$(TEST_OUT)/$(ARCH)/calls: $(wildcard src/test/c/*)
	@mkdir -p $(@D)
	$(CC) $(TEST_FLAGS) $(filter %.c,$^) -o $@

# Where a cross compiler with its headers is installed, the other architecture's JNI library, too. libbpf need not be there to
# link with: an empty library of its name stands in. Without ARM64_ROOT the jar has no libbpf for aarch64, and the system's
# is used there.
CROSS       := aarch64-linux-gnu-gcc
CROSS_NOTICES := libc6-arm64-cross,libc6-dev-arm64-cross
ARM64_ROOT  ?=
ARM64_LIBRARIES := $(if $(ARM64_ROOT),$(LIBRARIES:%=$(OUT)/aarch64/%))
ifeq ($(ARCH) $(shell echo 'int main;' | $(CROSS) -include stdio.h -xc -fsyntax-only - 2>/dev/null && echo yes),x86_64 yes)
all: $(OUT)/aarch64/libkguard.so $(OUT)/aarch64/kguard-canary $(OUT)/aarch64/NOTICE $(ARM64_LIBRARIES)
tests: $(TEST_OUT)/aarch64/calls

$(TEST_OUT)/aarch64/calls: $(wildcard src/test/c/*)
	@mkdir -p $(@D)
	$(CROSS) $(TEST_FLAGS) $(filter %.c,$^) -o $@

$(OUT)/aarch64/NOTICE: native.mk $(ARM64_LIBRARIES)
	$(call write_notice,$(CROSS_NOTICES))
ifneq ($(ARM64_ROOT),)
	@for names in $(filter-out libc6%,$(NOTICES)); do \
		for package in $$(echo $$names | tr , ' '); do \
			docs=$(ARM64_ROOT)/usr/share/doc/$$package; \
			[ -f $$docs/copyright ] || continue; \
			version=$$(zcat $$docs/changelog.Debian*.gz | sed -E '1s/^[^(]*\((.*)\).*/\1/; q'); \
			echo "==== $$package $$version, as this Linux distribution has it ===="; \
			cat $$docs/copyright; \
			continue 2; \
		done; \
		echo "The jar must carry the notice of $$names, and $(ARM64_ROOT)/usr/share/doc has none." >&2; \
		exit 1; \
	done >> $@

$(ARM64_LIBRARIES):
	@mkdir -p $(@D)
	cp -L "$(ARM64_ROOT)/usr/lib/aarch64-linux-gnu/$(@F)" $@
endif

$(OUT)/aarch64/kguard-canary: src/main/c/canary/canary.c
	@mkdir -p $(@D)
	$(CROSS) $(PROGRAM_FLAGS) $< -o $@

$(OUT)/aarch64/libkguard.so: $(JNI_NEEDS)
	@mkdir -p $(@D)
	stand_in=$$(mktemp -d) && trap 'rm -r "$$stand_in"' EXIT && \
	$(CROSS) -shared -Wl,-soname,libbpf.so.1 -xc /dev/null -o "$$stand_in/libbpf.so" && \
	$(CROSS) $(JNI_FLAGS) -idirafter /usr/include $(JNI_SOURCES) -o $@ -L"$$stand_in" \
		-Wl,--no-as-needed $(filter-out %defs,$(JNI_LINK))
endif

.PHONY: all tests
.DELETE_ON_ERROR:
