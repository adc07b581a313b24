// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.beside;

import java.nio.file.Path;
import java.util.List;

/**
 * The files of a run of Falco. It has them by the absolute paths that they have here.
 *
 * @param read files and folders that it reads
 * @param appended existing files to which it appends
 */
record FalcoFiles(List<Path> read, List<Path> appended) {
    public FalcoFiles {
        read = List.copyOf(read);
        appended = List.copyOf(appended);
    }
}
