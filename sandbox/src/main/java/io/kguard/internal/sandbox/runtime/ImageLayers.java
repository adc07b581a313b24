// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image's layers as a shim sees them: at their paths on the machine, or in a jail as copies with the jail's ids.
 *
 * @param layers their paths on the machine, the topmost first
 * @param folder their folder in the jail, or null without a jail
 */
record ImageLayers(List<Path> layers, @Nullable Path folder) {
    public static final ImageLayers NONE = new ImageLayers(List.of(), null);

    public ImageLayers {
        layers = List.copyOf(layers);
    }

    /** The paths that a process sees; in a jail, a process that was started with the {@link #arguments}. */
    public List<Path> inside() {
        if (folder == null) {
            return layers;
        }
        List<Path> inside = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            inside.add(folder.resolve(String.valueOf(i)));
        }
        return inside;
    }

    /** The layers that are mounts of the shim. The jail's root user could make them writable. */
    public List<Path> mounts() {
        return folder == null ? List.of() : inside();
    }

    /** The arguments that make a shim bring them into its jail. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        List<Path> targets = inside();
        for (int i = 0; folder != null && i < layers.size(); i++) {
            arguments.addAll(
                    List.of("-layer", layers.get(i).toString(), targets.get(i).toString()));
        }
        return arguments;
    }
}
