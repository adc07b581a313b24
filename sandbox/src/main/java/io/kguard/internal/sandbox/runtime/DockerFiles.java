// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Reads files of containers. */
final class DockerFiles {
    private static final int MAX_BYTES = 1 << 20;

    private DockerFiles() {}

    /** Copies a small file out of a container. Does nothing if the file does not exist. */
    static void copy(DockerClient client, String container, String path, Path target) throws IOException {
        try (InputStream packed =
                        client.copyArchiveFromContainerCmd(container, path).exec();
                TarArchiveInputStream tar = new TarArchiveInputStream(packed)) {
            TarArchiveEntry entry = tar.getNextEntry();
            if (entry != null && entry.isFile()) {
                Files.write(target, tar.readNBytes(MAX_BYTES));
            }
        } catch (NotFoundException e) {
            // an image may lack it
        }
    }
}
