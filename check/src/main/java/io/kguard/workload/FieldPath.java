// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * The position of a field in a manifest, such as {@code spec.containers[0].env[1].name}.
 *
 * @param steps a string for each key on the path, a number for each list index
 */
@API(status = API.Status.INTERNAL)
public record FieldPath(List<Object> steps) {
    /** The manifest itself. */
    public static final FieldPath ROOT = new FieldPath(List.of());

    /** Copies the list. */
    public FieldPath {
        steps = List.copyOf(steps);
    }

    /** A field or entry of this object. */
    public FieldPath key(String name) {
        return with(name);
    }

    /** An element of this list. */
    FieldPath item(int index) {
        return with(index);
    }

    private FieldPath with(Object step) {
        List<Object> longer = new ArrayList<>(steps);
        longer.add(step);
        return new FieldPath(longer);
    }

    /** The path in Kubernetes' notation. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Object step : steps) {
            if (step instanceof Integer index) {
                text.append('[').append(index).append(']');
            } else {
                text.append(text.length() == 0 ? "" : ".").append(Quoted.plain(step.toString()));
            }
        }
        return text.toString();
    }
}
