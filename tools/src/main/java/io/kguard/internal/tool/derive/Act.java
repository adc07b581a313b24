// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import java.util.List;
import java.util.Map;

/** What happens, as written in a file: trees of maps, lists, strings, numbers and truth values. */
public sealed interface Act {
    /**
     * System calls.
     *
     * @param tree an event script, its keys in the order of the language
     */
    record Script(Map<String, Object> tree) implements Act {}

    /**
     * Events that services write.
     *
     * @param source the source of events, such as {@code k8s_audit}
     * @param events the documents
     */
    record Documents(String source, List<Map<String, Object>> events) implements Act {
        public Documents {
            events = List.copyOf(events);
        }
    }
}
