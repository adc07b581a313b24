// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The jars have every native part for each architecture that kguard runs on, and each is for the machine it says. */
class NativePartsTest {
    private static final Path SENSOR = Path.of("../ebpf-harness/target/classes/io/kguard/internal/sensor/native");
    private static final Path SANDBOX = Path.of("../sandbox/target/classes/io/kguard/internal/sandbox/runtime");
    private static final Path PLUGINS = Path.of("../plugin-host/target/classes/io/kguard/internal/pluginhost");

    private static final int X86_64 = 62;
    private static final int AARCH64 = 183;
    private static final int BPF = 247;
    private static final int PROGRAM_TO_INTERPRET = 3;

    private enum Kind {
        STATIC,
        DYNAMIC,
        BPF_OBJECT
    }

    /** A part, and what the file must be. */
    private record Part(Path file, int machine, Kind kind) {}

    private static List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        for (String architecture : List.of("x86_64", "aarch64")) {
            int machine = architecture.equals("x86_64") ? X86_64 : AARCH64;
            Path sensor = SENSOR.resolve(architecture);
            parts.add(new Part(sensor.resolve("kguard.bpf.o"), BPF, Kind.BPF_OBJECT));
            parts.add(new Part(sensor.resolve("libkguard.so"), machine, Kind.DYNAMIC));
            parts.add(new Part(sensor.resolve("kguard-canary"), machine, Kind.STATIC));
            String folder = "linux-" + (machine == X86_64 ? "amd64" : architecture);
            for (String name : List.of("containerd-shim-runc-v2", "kguard-actor", "kguard-suite", "kguard-node")) {
                parts.add(new Part(SANDBOX.resolve(folder).resolve(name), machine, Kind.STATIC));
            }
            parts.add(new Part(PLUGINS.resolve(folder).resolve("kguard-plugin-host"), machine, Kind.DYNAMIC));
        }
        return parts;
    }

    /** What is wrong with a part; empty if nothing is. */
    private static String fault(Part part) throws IOException {
        if (!Files.exists(part.file())) {
            return part.file() + " is missing";
        }
        ByteBuffer elf = ByteBuffer.wrap(Files.readAllBytes(part.file())).order(ByteOrder.LITTLE_ENDIAN);
        if (elf.limit() < 64 || elf.getInt(0) != 0x464c457f) {
            return part.file() + " is no ELF file";
        }
        int machine = Short.toUnsignedInt(elf.getShort(18));
        if (machine != part.machine()) {
            return part.file() + " is for machine " + machine + " and not " + part.machine();
        }
        if (part.kind() == Kind.STATIC && hasInterpreter(elf)) {
            return part.file() + " is not static";
        }
        return "";
    }

    private static boolean hasInterpreter(ByteBuffer elf) {
        int at = Math.toIntExact(elf.getLong(32));
        int size = Short.toUnsignedInt(elf.getShort(54));
        int count = Short.toUnsignedInt(elf.getShort(56));
        for (int i = 0; i < count; i++) {
            if (elf.getInt(at + i * size) == PROGRAM_TO_INTERPRET) {
                return true;
            }
        }
        return false;
    }

    @Test
    void everyArchitectureHasAllOfThem() throws IOException {
        List<String> faults = new ArrayList<>();
        for (Part part : parts()) {
            String fault = fault(part);
            if (!fault.isEmpty()) {
                faults.add(fault);
            }
        }
        assertThat(faults)
                .as("The build makes all of them where bin/setup has installed the cross compiler.")
                .isEmpty();
    }

    @Test
    void aPartOfAnotherMachineIsFound() throws IOException {
        Path other = SANDBOX.resolve("linux-aarch64/kguard-actor");
        assertThat(fault(new Part(other, X86_64, Kind.STATIC))).contains("is for machine 183 and not 62");
        assertThat(fault(new Part(other.resolveSibling("absent"), AARCH64, Kind.STATIC)))
                .contains("is missing");
        Path host = PLUGINS.resolve("linux-aarch64/kguard-plugin-host");
        assertThat(fault(new Part(host, AARCH64, Kind.STATIC))).contains("is not static");
    }
}
