// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.internal.image.ImageCache;
import io.kguard.internal.image.PackageImages;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.Settings;
import io.kguard.internal.sandbox.SandboxOptions;
import java.util.List;

/** The goal {@code images}. */
final class ImagesGoal {
    static final Goals.Registered GOAL = Goals.Registered.of(
            "images",
            "Makes the images that need packages of Debian, with the machine's apt. Needs root and a network.",
            Goal.Group.EVERY_DAY,
            true,
            "",
            List.of(),
            ImagesGoal::prepare);

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
