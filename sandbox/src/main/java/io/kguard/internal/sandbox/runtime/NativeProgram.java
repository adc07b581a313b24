// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.file.FileFault;
import io.kguard.internal.file.Sha256;
import io.kguard.internal.image.ImageCache;
import io.kguard.internal.sandbox.SandboxException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A program or library in this jar, built for the machine's architecture. */
enum NativeProgram {
    /** Has the name of containerd's shim, because rules see the process's name. */
    SHIM("containerd-shim-runc-v2"),
    ACTOR("kguard-actor"),
    SUITE("kguard-suite"),
    /** The library of an attacker. */
    PRELOAD("kguard-preload.so"),
    /** The program of a decoy node's processes, under several names. */
    NODE("kguard-node");

    private final String fileName;

    NativeProgram(String fileName) {
        this.fileName = fileName;
    }

    public byte[] content() {
        String resource = "linux-" + System.getProperty("os.arch") + "/" + fileName;
        try (InputStream in = NativeProgram.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new SandboxException(
                        SandboxException.Reason.NOT_SUPPORTED,
                        "kguard has no " + fileName + " for " + System.getProperty("os.arch")
                                + ". Build kguard on a machine of that architecture.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program in a cache, where it stays until the cache is closed. */
    public Path install(ImageCache cache) {
        byte[] content = content();
        try {
            Path home = cache.get(fileName + "-" + Sha256.of(content).substring(0, 16), fresh -> {
                write(content, fresh);
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            });
            return home.resolve(fileName);
        } catch (IOException e) {
            throw new SandboxException(
                    SandboxException.Reason.INTERNAL,
                    "can't install " + fileName + " in " + cache.home() + ": " + FileFault.of(e),
                    e);
        }
    }

    /** Writes the program into a folder. */
    public Path write(Path folder) throws IOException {
        return write(content(), folder);
    }

    private Path write(byte[] content, Path folder) throws IOException {
        Path file = Files.write(folder.resolve(fileName), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
