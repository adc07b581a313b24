// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A plugin as a {@code falco.yaml} names it.
 *
 * @param name its name
 * @param file its library
 * @param config what it is initialized with
 * @param readable the files and folders that it may read, besides its library and those of the system
 */
record PluginLibrary(String name, Path file, String config, List<Path> readable) {
    public PluginLibrary {
        readable = List.copyOf(readable);
    }

    /** The same, with more files that it may read. */
    PluginLibrary withReadable(List<Path> more) {
        List<Path> all = new ArrayList<>(readable);
        all.addAll(more);
        return new PluginLibrary(name, file, config, all);
    }
}
