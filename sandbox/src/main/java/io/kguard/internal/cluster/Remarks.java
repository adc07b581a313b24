// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

/** What admission says beside its verdict. */
interface Remarks {
    /** For changes that no client asked for. */
    Remarks NONE = new Remarks() {
        @Override
        public void warn(String text) {}

        @Override
        public void annotate(String key, String value) {}
    };

    /** Tells the client something. */
    void warn(String text);

    /** Notes something in the audit event of the request. */
    void annotate(String key, String value);
}
