// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import io.kguard.internal.file.Sha256;
import io.kguard.workload.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An image in packed form.
 *
 * @param reference its name and digest, as far as known
 * @param config the JSON of its configuration
 * @param layers archives, the lowest first
 */
record ImageBlobs(ImageReference reference, String config, List<Layer> layers) {
    /** The maximum size of an image's JSON documents. */
    static final int MAX_JSON = 4 << 20;

    /** A layer, which is opened when it is its turn. */
    @FunctionalInterface
    interface Layer {
        /** The archive, uncompressed. */
        InputStream open() throws IOException;
    }

    ImageBlobs {
        layers = List.copyOf(layers);
    }

    /** The image's id: the digest of its configuration. */
    String id() {
        return Sha256.of(config.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    Image.Config parsed() throws IOException {
        Map<String, Object> config = JsonTree.object(JsonTree.read(this.config).get("config"));
        return new Image.Config(
                JsonTree.texts(config.get("Env")),
                JsonTree.texts(config.get("Entrypoint")),
                JsonTree.texts(config.get("Cmd")),
                JsonTree.text(config.get("WorkingDir")),
                JsonTree.text(config.get("User")));
    }

    /** The digests of the uncompressed layers. */
    List<String> diffIds() throws IOException {
        List<String> ids = JsonTree.texts(
                JsonTree.object(JsonTree.read(config).get("rootfs")).get("diff_ids"));
        if (ids.size() != layers.size()) {
            throw new IOException("its configuration names " + ids.size() + " layers, but it has " + layers.size());
        }
        return new ArrayList<>(ids);
    }
}
