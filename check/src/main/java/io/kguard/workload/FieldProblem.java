// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import org.apiguardian.api.API;

/**
 * A field of a manifest that an API server or a kubelet would refuse, or that kguard does not support.
 *
 * @param path the field
 * @param reason what is wrong, without the path
 * @param hint what is allowed; may be empty
 */
@API(status = API.Status.INTERNAL)
public record FieldProblem(FieldPath path, String reason, String hint) {
    /** Path, reason and hint on one line. */
    @Override
    public String toString() {
        return path + " " + reason + (hint.isEmpty() ? "" : ": " + hint);
    }
}
