package io.kguard.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An image's layers in a jail, whose ids are those of the jail.
 *
 * @param layers where they are on the machine, the topmost first
 * @param folder where they are in the jail
 */
record JailedLayers(List<Path> layers, Path folder) {
    JailedLayers {
        layers = List.copyOf(layers);
    }

    /** Where a process that was started with the {@link #arguments} finds them. */
    List<Path> inside() {
        List<Path> inside = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            inside.add(folder.resolve(String.valueOf(i)));
        }
        return inside;
    }

    List<String> arguments() {
        List<Path> targets = inside();
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            arguments.addAll(
                    List.of("-layer", layers.get(i).toString(), targets.get(i).toString()));
        }
        return arguments;
    }
}
