// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import io.kguard.workload.ImageException;
import io.kguard.workload.ImageReference;

/** The names of images as the runtimes of pods have them: {@code docker.io/library/nginx}, where others have {@code nginx}. */
final class ReportedImages {
    /** The runtime that has them as they were given. */
    static final String DOCKER = "docker";

    private ReportedImages() {}

    /** Whether a repository is called so in a pod. */
    static boolean isOfPods(String repository) {
        return of(repository).equals(repository);
    }

    /** What a repository is called in a pod; empty if it is no repository. */
    static String of(String repository) {
        try {
            return ImageReference.parse(repository).repository();
        } catch (ImageException e) {
            return "";
        }
    }
}
