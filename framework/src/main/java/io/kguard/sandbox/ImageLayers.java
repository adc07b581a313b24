// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image's layers as a shim finds them: where they are on the machine, or in a jail as copies whose ids are the jail's.
 *
 * @param layers where they are on the machine, the topmost first
 * @param folder where they are in the jail; null without one
 */
record ImageLayers(List<Path> layers, @Nullable Path folder) {
    static final ImageLayers NONE = new ImageLayers(List.of(), null);

    ImageLayers {
        layers = List.copyOf(layers);
    }

    /** Where a process finds them; in a jail one that was started with the {@link #arguments}. */
    List<Path> inside() {
        if (folder == null) {
            return layers;
        }
        List<Path> inside = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            inside.add(folder.resolve(String.valueOf(i)));
        }
        return inside;
    }

    /** Which of them are mounts of the shim's alone. The root of its jail could make those writable. */
    List<Path> mounts() {
        return folder == null ? List.of() : inside();
    }

    /** How a shim is told to take them into its jail. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        List<Path> targets = inside();
        for (int i = 0; folder != null && i < layers.size(); i++) {
            arguments.addAll(
                    List.of("-layer", layers.get(i).toString(), targets.get(i).toString()));
        }
        return arguments;
    }
}
