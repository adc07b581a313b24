// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tuning;

import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields that an exception may name.
 *
 * @param who fields that say who acts; alerts with other values are of another group
 * @param what fields that say what is done: of each row the first one that the alerts of a group agree on
 * @param more fields that tell alerts from attacks where these do not
 */
record ExceptionFields(List<String> who, List<List<String>> what, List<String> more) {
    private static final ExceptionFields OF_SYSTEM_CALLS = new ExceptionFields(
            List.of("container.id", "container.image.repository", "proc.exepath", "proc.pname"),
            List.of(List.of("fd.name", "fd.directory"), List.of("fd.sport"), List.of("proc.cmdline")),
            List.of("proc.name", "user.name", "proc.aname[2]", "proc.aname[3]", "k8s.ns.name", "container.name"));

    private static final ExceptionFields OF_AUDIT_EVENTS = new ExceptionFields(
            List.of("ka.user.name", "ka.verb", "ka.target.resource"),
            List.of(List.of("ka.target.namespace"), List.of("ka.target.name")),
            List.of("ka.useragent", "ka.target.subresource", "ka.uri"));

    ExceptionFields {
        who = List.copyOf(who);
        what = List.copyOf(what);
        more = List.copyOf(more);
    }

    static ExceptionFields of(Rule rule) {
        return rule.source().equals("syscall") ? OF_SYSTEM_CALLS : OF_AUDIT_EVENTS;
    }

    /** All of them, without repetition. */
    List<String> all() {
        List<String> all = new ArrayList<>(who);
        what.forEach(all::addAll);
        all.addAll(more);
        return all;
    }
}
