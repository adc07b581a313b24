# The notices of the C libraries that the static programs carry, beside them in the jar, into OUT.
OUT   ?= target/classes/io/kguard/internal/sandbox/runtime
DOCS  ?= /usr/share/doc
CROSS := aarch64-linux-gnu-gcc
# As Java names it
ARCH  := $(patsubst x86_64,amd64,$(shell uname -m))

all: $(OUT)/linux-$(ARCH)/NOTICE

# its archive for static programs is in the first, which has no notice of its own on every distribution
$(OUT)/linux-$(ARCH)/NOTICE: PACKAGES := libc6-dev libc6

ifeq ($(ARCH) $(shell echo 'int main;' | $(CROSS) -include stdio.h -xc -fsyntax-only - 2>/dev/null && echo yes),amd64 yes)
all: $(OUT)/linux-aarch64/NOTICE
$(OUT)/linux-aarch64/NOTICE: PACKAGES := libc6-dev-arm64-cross libc6-arm64-cross
endif

%/NOTICE: notice.mk
	@mkdir -p $(@D)
	@for package in $(PACKAGES); do \
		if [ -f $(DOCS)/$$package/copyright ]; then \
			version=$$(dpkg-query -W -f '$${Version}' $$package 2>/dev/null || echo '(of unknown version)'); \
			echo "==== $$package $$version, as this Linux distribution has it ===="; \
			cat $(DOCS)/$$package/copyright; \
			exit 0; \
		fi; \
	done > $@; \
	if [ ! -s $@ ]; then \
		echo "The jar must carry the notice of the C library, and $(DOCS) has none of $(PACKAGES). If this machine leaves" >&2; \
		echo "documentation out, allow it (path-include=/usr/share/doc/*/copyright in /etc/dpkg/dpkg.cfg.d) and run" >&2; \
		echo "apt-get install --reinstall $(firstword $(PACKAGES)); or name another directory of copyright files with DOCS=..." >&2; \
		exit 1; \
	fi

.PHONY: all
.DELETE_ON_ERROR:
