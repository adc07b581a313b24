// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.tuning;

import io.kguard.event.EventSource;
import io.kguard.internal.field.Field;
import io.kguard.rule.CheckedRule;
import io.kguard.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
            List.of(
                    List.of("fd.name", "fd.directory"),
                    List.of("fd.sip"),
                    List.of("fd.sport"),
                    List.of("proc.cmdline")),
            List.of("proc.name", "user.name", "proc.aname[2]", "proc.aname[3]", "k8s.ns.name", "container.name"));

    private static final ExceptionFields OF_AUDIT_EVENTS = new ExceptionFields(
            List.of("ka.user.name", "ka.verb", "ka.target.resource"),
            List.of(List.of("ka.target.namespace"), List.of("ka.target.name")),
            List.of("ka.useragent", "ka.target.subresource", "ka.uri"));

    private static final Map<EventSource, ExceptionFields> OF_OTHERS = Map.of(
            EventSource.K8S_AUDIT, OF_AUDIT_EVENTS,
            EventSource.AWS_CLOUDTRAIL,
                    new ExceptionFields(
                            List.of("ct.user", "ct.src", "ct.name"),
                            List.of(List.of("ct.region"), List.of("ct.srcip")),
                            List.of("ct.useragent", "ct.user.arn", "ct.user.accountid")),
            EventSource.GCP_AUDITLOG,
                    new ExceptionFields(
                            List.of("gcp.user", "gcp.serviceName", "gcp.methodName"),
                            List.of(List.of("gcp.projectId"), List.of("gcp.resourceName")),
                            List.of("gcp.callerIP", "gcp.userAgent")),
            EventSource.OKTA,
                    new ExceptionFields(
                            List.of("okta.actor.alternateid", "okta.evt.type"),
                            List.of(List.of("okta.target.app.alternateid"), List.of("okta.target.user.alternateid")),
                            List.of("okta.client.ip", "okta.client.geo.country")),
            EventSource.GITHUB,
                    new ExceptionFields(
                            List.of("github.user", "github.type", "github.action"),
                            List.of(List.of("github.repo.name")),
                            List.of("github.org", "github.owner")),
            EventSource.CODING_AGENT,
                    new ExceptionFields(
                            List.of("agent.name", "tool.name"),
                            List.of(List.of("tool.real_file_path"), List.of("tool.input_command")),
                            List.of("agent.real_cwd", "agent.permission_mode")));

    /** What an attacker chooses as he likes. An exception that only these keep from an attack hides the same attack with other values. */
    private static final Set<String> FREE = Set.of("fd.sport", "ka.useragent", "ct.useragent", "gcp.userAgent");

    ExceptionFields {
        who = List.copyOf(who);
        what = List.copyOf(what);
        more = List.copyOf(more);
    }

    static ExceptionFields of(Rule rule) {
        return OF_OTHERS.entrySet().stream()
                .filter(source -> source.getKey().label().equals(rule.source()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> rule.source().equals(EventSource.SYSCALL.label()) ? OF_SYSTEM_CALLS : ofOutput(rule));
    }

    /** Of a source that a user describes it is known only what the author of the rule wants to see. */
    private static ExceptionFields ofOutput(Rule rule) {
        List<String> shown = CheckedRule.of(rule).outputTemplate().fields().stream()
                .map(Field::name)
                .filter(name -> !name.startsWith("evt."))
                .distinct()
                .toList();
        int half = (shown.size() + 1) / 2;
        return new ExceptionFields(
                shown.subList(0, half),
                shown.subList(half, shown.size()).stream().map(List::of).toList(),
                List.of());
    }

    static ExceptionFields of(EventSource source) {
        return OF_OTHERS.getOrDefault(source, OF_SYSTEM_CALLS);
    }

    /** Those of some fields that an attacker can't choose as he likes. */
    static List<String> bound(List<String> some) {
        return some.stream().filter(field -> !FREE.contains(field)).toList();
    }

    /** All of them, without repetition. */
    List<String> all() {
        List<String> all = new ArrayList<>(who);
        what.forEach(all::addAll);
        all.addAll(more);
        return all;
    }
}
