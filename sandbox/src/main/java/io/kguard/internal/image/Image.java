// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import io.kguard.workload.ImageReference;
import java.nio.file.Path;
import java.util.List;

/**
 * An image whose files are unpacked.
 *
 * @param reference the name that the pod gives it, with the digest if known
 * @param id 64 hexadecimal digits
 * @param layers folders with its files, the topmost first; they are not written to
 * @param config the image's configuration
 */
public record Image(ImageReference reference, String id, List<Path> layers, Config config) {

    /** The environment ({@code NAME=value}), command, folder and user of an image; empty where it sets none. */
    public record Config(List<String> env, List<String> entrypoint, List<String> cmd, String workingDir, String user) {
        /** An empty configuration. */
        public static final Config NONE = new Config(List.of(), List.of(), List.of(), "", "");

        public Config {
            env = List.copyOf(env);
            entrypoint = List.copyOf(entrypoint);
            cmd = List.copyOf(cmd);
        }
    }

    public Image {
        layers = List.copyOf(layers);
    }

    /** The same image under the name that a pod gives it. The digest stays. */
    public Image named(ImageReference name) {
        return new Image(name.digest().isEmpty() ? name.withDigest(reference.digest()) : name, id, layers, config);
    }
}
