// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import java.nio.file.Path;
import java.util.List;

/**
 * How this program is started elsewhere.
 *
 * @param words the program, before its arguments
 * @param files the files and folders that it needs
 */
public record OwnProgram(List<String> words, List<Path> files) {
    /** Copies them. */
    public OwnProgram {
        words = List.copyOf(words);
        files = List.copyOf(files);
    }
}
