// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

/**
 * A request as an audit policy looks at it.
 *
 * @param user who sent it, not who that user acts as
 * @param info what it asks for
 */
record AuditedRequest(UserInfo user, RequestInfo info) {
    /** The resource by the name that its path has, whether the API server serves it or not. */
    String resource() {
        String path = info.path();
        String plural = info.resource() == null ? "" : info.resource().plural();
        return plural.isEmpty() ? path.substring(path.lastIndexOf('/') + 1) : plural;
    }

    /** Such as {@code create pods/exec}, or {@code get /version}. */
    String title() {
        if (!info.isResourceRequest()) {
            return info.verb() + " " + info.path();
        }
        return info.verb() + " " + resource() + (info.subresource().isEmpty() ? "" : "/" + info.subresource());
    }
}
