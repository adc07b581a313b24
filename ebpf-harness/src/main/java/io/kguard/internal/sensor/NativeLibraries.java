// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The native parts of the jar. Libraries are copied to a directory that only this user can read, loaded, and deleted at
 * once: a loaded library stays in memory.
 */
final class NativeLibraries {
    /** libbpf's dependencies, each before what depends on it. The JNI library finds them next to itself. */
    private static final List<String> BUNDLED = List.of("libz.so.1", "libzstd.so.1", "libelf.so.1", "libbpf.so.1");

    private static final String JNI = "libkguard.so";

    /** The version that libraries built on Debian 13 need. */
    static final String GLIBC = "2.38";

    private static boolean loaded;

    private NativeLibraries() {}

    /** The machine's architecture by the kernel's name. */
    static String architecture() {
        String name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "aarch64";
            default -> name;
        };
    }

    /**
     * Loads the libraries, once.
     *
     * @throws SensorException if the jar has none for this machine, or the machine can't load them
     */
    static synchronized void load() {
        if (loaded) {
            return;
        }
        if (!System.getProperty("os.name", "").equals("Linux")) {
            throw new SensorException("The sensor needs Linux; this is " + System.getProperty("os.name")
                    + ". Replay captures here, and run live simulations on Linux or in CI.");
        }
        try (TemporaryFolder folder = TemporaryFolder.ofSensor()) {
            for (String name : BUNDLED) {
                try (InputStream in = resource(name)) {
                    if (in != null) { // otherwise the system's own is used
                        Files.copy(in, folder.path().resolve(name));
                    }
                }
            }
            try (InputStream in = open(JNI)) {
                Files.copy(in, folder.path().resolve(JNI));
            }
            System.load(folder.path().resolve(JNI).toString());
            loaded = true;
        } catch (IOException e) {
            throw new SensorException(
                    "The sensor's native libraries could not be put into "
                            + System.getProperty("java.io.tmpdir") + ", or not be removed: " + e.getMessage()
                            + ". Make room there, or choose another directory with -Djava.io.tmpdir=...",
                    e);
        } catch (UnsatisfiedLinkError e) {
            throw refused(e);
        }
    }

    /** The BPF object for this machine's architecture, in a direct buffer. */
    static ByteBuffer bpfObject() {
        try (InputStream in = open("kguard.bpf.o")) {
            byte[] bytes = in.readAllBytes();
            return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        } catch (IOException e) {
            throw new SensorException("The sensor's BPF object could not be read from the jar: " + e.getMessage(), e);
        }
    }

    /** Opens a part of the jar for this machine's architecture. */
    public static InputStream open(String name) {
        InputStream in = resource(name);
        if (in == null) {
            throw new SensorException("This build of kguard has no " + name + " for " + architecture()
                    + ". Use a jar that was built for this architecture; x86_64 and aarch64 are possible.");
        }
        return in;
    }

    private static @Nullable InputStream resource(String name) {
        return NativeLibraries.class.getResourceAsStream("native/" + architecture() + "/" + name);
    }

    public static SensorException refused(UnsatisfiedLinkError e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("GLIBC_")) {
            return new SensorException(
                    "The sensor's libraries need glibc " + GLIBC + " or later, and this machine's is "
                            + "older. Run on Debian 13, Ubuntu 24.04 or later, or build kguard on this machine. ("
                            + message + ")",
                    e);
        }
        if (message.contains("libbpf.so.1: cannot open shared object file")) {
            return new SensorException(
                    "This build of kguard carries no libbpf for " + architecture()
                            + ", and this machine has none. Install it: apt-get install libbpf1.",
                    e);
        }
        if (message.contains("failed to map segment") || message.contains("Operation not permitted")) {
            return new SensorException(
                    "The sensor's libraries can't be run from " + System.getProperty("java.io.tmpdir")
                            + ", which is probably mounted noexec. Choose another directory with -Djava.io.tmpdir=... ("
                            + message
                            + ")",
                    e);
        }
        return new SensorException("The sensor's libraries can't be loaded: " + message, e);
    }
}
