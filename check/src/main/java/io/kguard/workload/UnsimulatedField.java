// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A field of a pod's manifest that has no effect in a simulation.
 *
 * @param path where it is in the manifest
 * @param reason what a simulation does in its place
 * @param weighty whether the act might go another way with it
 */
@API(status = API.Status.INTERNAL)
public record UnsimulatedField(FieldPath path, String reason, boolean weighty) {

    /** Those of a pod. */
    public static List<UnsimulatedField> of(Pod pod) {
        ManifestWalk walk = new ManifestWalk(new FieldChecks());
        walk.check(FieldPath.ROOT, Pod.class, Json.tree(pod));
        return walk.unsimulated();
    }

    /** Those of a container that comes to a pod. */
    public static List<UnsimulatedField> of(Container container) {
        ManifestWalk walk = new ManifestWalk(new FieldChecks());
        walk.check(FieldPath.ROOT, Container.class, Json.tree(container));
        return walk.unsimulated();
    }

    /** Path and reason in a sentence without its full stop. */
    @Override
    public String toString() {
        return path + " is not simulated: " + Character.toLowerCase(reason.charAt(0)) + reason.substring(1);
    }
}
