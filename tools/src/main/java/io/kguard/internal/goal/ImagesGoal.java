// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.internal.image.ImageCache;
import io.kguard.internal.image.PackageImages;
import io.kguard.internal.option.Settings;
import io.kguard.internal.sandbox.SandboxOptions;

/** The goal {@code images}. */
final class ImagesGoal {
    private ImagesGoal() {}

    static GoalAct.Task prepare(Settings settings, Workplace place) {
        return () -> {
            try (ImageCache cache = new ImageCache(SandboxOptions.defaults().imageCache())) {
                PackageImages.make(cache, place::say);
                return Ending.PASSED;
            }
        };
    }
}
