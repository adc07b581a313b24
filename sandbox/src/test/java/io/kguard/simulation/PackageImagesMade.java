// SPDX-License-Identifier: Apache-2.0
package io.kguard.simulation;

import io.kguard.internal.image.ImageCache;
import io.kguard.internal.image.PackageImages;
import java.io.IOException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Makes the images of packages before the tests of a class, if the machine lacks them. */
final class PackageImagesMade implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        try (ImageCache cache =
                new ImageCache(SimulatorOptions.configured().sandbox().imageCache())) {
            PackageImages.make(cache, line -> {});
        }
    }
}
