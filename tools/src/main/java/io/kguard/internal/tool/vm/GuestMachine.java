// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import io.kguard.internal.program.LocalProgram;
import io.kguard.internal.program.SearchPath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A kind of machine that QEMU can play, by its processor. */
public enum GuestMachine {
    /** A PC. */
    X86_64("x86_64", "amd64", "qemu-system-x86", "pc", "ttyS0"),
    /** QEMU's own machine for 64-bit ARM. */
    AARCH64("aarch64", "arm64", "qemu-system-arm", "virt", "ttyAMA0");

    /** The package that has QEMU is named after it; where a program is found does not depend on the package. */
    private final String processor;

    private final String debian;
    private final String debianPackage;
    private final String board;
    private final String console;

    GuestMachine(String processor, String debian, String debianPackage, String board, String console) {
        this.processor = processor;
        this.debian = debian;
        this.debianPackage = debianPackage;
        this.board = board;
        this.console = console;
    }

    /** The machine of this JVM's processor. */
    public static GuestMachine ofThisMachine() {
        return of(System.getProperty("os.arch", ""));
    }

    /** The machine of a processor: {@code x86_64}, {@code aarch64}, or Debian's name of it. */
    public static GuestMachine of(String name) {
        return Stream.of(values())
                .filter(machine -> machine.processor.equals(name) || machine.debian.equals(name))
                .findFirst()
                .orElseThrow(() -> new GuestException(
                        "there are virtual machines for x86_64 and aarch64, not for \"" + name + "\""));
    }

    /** Debian's name of the processor. */
    String debian() {
        return debian;
    }

    /** The name of QEMU's program. */
    String program() {
        return "qemu-system-" + processor;
    }

    /** QEMU's name of the machine. */
    String board() {
        return board;
    }

    /** The kernel's name of its first serial line. */
    String console() {
        return console;
    }

    /** QEMU's program; empty if it is not in a folder of the path. */
    public Optional<Path> find(SearchPath path) {
        return path.find(program());
    }

    /**
     * Makes a virtual machine with KVM, without a step of its processor, and ends it. A device that can be written may carry none,
     * for example inside another virtual machine.
     *
     * @return what QEMU says is wrong; empty if nothing is
     */
    public Optional<String> refusedByKvm(Path qemu) throws IOException {
        LocalProgram.Ended ended = LocalProgram.of(List.of(
                        qemu.toAbsolutePath().toString(),
                        "-nodefaults",
                        "-no-user-config",
                        "-display",
                        "none",
                        "-machine",
                        board,
                        "-accel",
                        "kvm",
                        "-cpu",
                        "host",
                        "-S",
                        "-monitor",
                        "stdio"))
                .run("quit\n", Duration.ofSeconds(10));
        if (ended.isGood()) {
            return Optional.empty();
        }
        // Its own lines start with its name; the monitor's greeting does not
        return Optional.of(ended.failure()
                .lines()
                .filter(line -> line.startsWith(program() + ": "))
                .map(line -> line.substring(program().length() + 2))
                .findFirst()
                .orElseGet(ended::failure));
    }

    /** How to get QEMU. */
    public String fix() {
        return "install " + program() + " (Debian and Ubuntu: " + debianPackage + "; Fedora: " + program() + "-core)";
    }
}
