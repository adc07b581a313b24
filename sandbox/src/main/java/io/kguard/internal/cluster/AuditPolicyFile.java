// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.diagnostic.KguardException;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.YamlDocument;
import io.kguard.internal.yaml.YamlFormat;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlProblem;
import io.kguard.internal.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the file that an API server is given with {@code --audit-policy-file}. What the API server refuses is refused, and so is a key
 * that it does not know.
 */
public final class AuditPolicyFile {
    private static final YamlFormat FORMAT =
            new YamlFormat("audit policy", "it should be a Policy of audit.k8s.io/v1", 1 << 20, 12, 50, 50_000);
    private static final String VERSION = "audit.k8s.io/v1";
    private static final int MAX_RULES = 1000;
    private static final int MAX_NAMES = 1000;
    private static final String RULES = "rules";
    private static final String LEVEL = "level";
    private static final String OMIT_STAGES = "omitStages";
    private static final String OMIT_MANAGED_FIELDS = "omitManagedFields";
    private static final String RESOURCES = "resources";
    private static final String RESOURCE_NAMES = "resourceNames";
    private static final String NAMESPACES = "namespaces";
    private static final String URLS = "nonResourceURLs";
    private static final Set<String> KEYS =
            YamlMapping.keys("apiVersion", "kind", "metadata", RULES, OMIT_STAGES, OMIT_MANAGED_FIELDS);
    private static final Set<String> RULE_KEYS = YamlMapping.keys(
            LEVEL, "users", "userGroups", "verbs", RESOURCES, NAMESPACES, URLS, OMIT_STAGES, OMIT_MANAGED_FIELDS);
    private static final Set<String> RESOURCE_KEYS = YamlMapping.keys("group", RESOURCES, RESOURCE_NAMES);
    private static final String LEVELS = "one of None, Metadata, Request, RequestResponse";

    private AuditPolicyFile() {}

    /**
     * Reads a policy.
     *
     * @throws AuditPolicyException if it has a mistake
     * @throws IOException if it can't be read
     */
    public static AuditPolicy read(Path file) throws IOException {
        YamlDocument document = YamlDocument.read(file.toString(), file, FORMAT, (value, written) -> written);
        List<AuditRule> rules = new ArrayList<>();
        YamlValue root = document.root();
        YamlMapping policy = root == null ? null : root.mapping("an audit policy", KEYS);
        if (policy != null) {
            policy.require("apiVersion", VERSION);
            policy.require("kind", "Policy");
            policy.isWord("apiVersion", VERSION, VERSION);
            policy.isWord("kind", "Policy", "Policy");
            policy.require(RULES, "without a rule the API server does not start");
            if (policy.isEmptyList(RULES)) {
                policy.problem(RULES, "the list is empty", "without a rule the API server does not start");
            }
            Defaults defaults = new Defaults(stages(policy), policy.flag(OMIT_MANAGED_FIELDS, false));
            policy.items(RULES, MAX_RULES).forEach(item -> rule(item, defaults).ifPresent(rules::add));
        }
        if (!document.problems().isEmpty()) {
            throw new AuditPolicyException(document.problems());
        }
        return new AuditPolicy(file.toString(), rules);
    }

    /** An audit policy can't be used. The message shows every mistake with its file, line and column, and what to do. */
    static final class AuditPolicyException extends KguardException {
        private static final long serialVersionUID = 1;

        AuditPolicyException(List<YamlProblem> problems) {
            super(YamlProblem.render(problems));
        }
    }

    /** What rules have that do not say otherwise. */
    private record Defaults(Set<String> omitStages, boolean omitManagedFields) {}

    private static Optional<AuditRule> rule(YamlValue place, Defaults defaults) {
        YamlMapping rule = place.mapping("a rule of an audit policy", RULE_KEYS);
        if (rule == null) {
            return Optional.empty();
        }
        rule.require(LEVEL, LEVELS);
        AuditLevel level = level(rule);
        Set<String> stages = new HashSet<>(stages(rule));
        stages.addAll(defaults.omitStages);
        List<AuditRule.Resources> resources = rule.items(RESOURCES, MAX_NAMES).stream()
                .flatMap(item -> resources(item).stream())
                .toList();
        List<String> urls = urls(rule);
        if (!urls.isEmpty() && (rule.get(RESOURCES) != null || rule.get(NAMESPACES) != null)) {
            rule.problem(URLS, "a rule is about resources or about other paths", "make two rules of it");
        }
        return level == null
                ? Optional.empty()
                : Optional.of(new AuditRule(
                        place.line(),
                        new AuditLog.Entry(level, stages, rule.flag(OMIT_MANAGED_FIELDS, defaults.omitManagedFields)),
                        new AuditRule.Who(names(rule, "users"), names(rule, "userGroups")),
                        names(rule, "verbs"),
                        new AuditRule.What(resources, names(rule, NAMESPACES), urls)));
    }

    private static @Nullable AuditLevel level(YamlMapping rule) {
        String title = rule.text(LEVEL);
        AuditLevel level = title == null ? null : AuditLevel.of(title).orElse(null);
        if (title != null && level == null) {
            rule.problem(LEVEL, "there is no level \"" + title + "\"", LEVELS);
        }
        return level;
    }

    private static Set<String> names(YamlMapping rule, String key) {
        return new HashSet<>(rule.texts(key, MAX_NAMES));
    }

    private static Set<String> stages(YamlMapping place) {
        for (YamlValue item : place.items(OMIT_STAGES, MAX_NAMES)) {
            String stage = item.text();
            if (stage != null && !AuditTrail.STAGES.contains(stage)) {
                item.problem("there is no stage \"" + stage + "\"", Nearest.hint(stage, AuditTrail.STAGES));
            }
        }
        return names(place, OMIT_STAGES);
    }

    private static List<String> urls(YamlMapping rule) {
        for (YamlValue item : rule.items(URLS, MAX_NAMES)) {
            String url = item.text();
            if (url == null || url.equals("*")) {
                continue;
            }
            if (!url.startsWith("/")) {
                item.problem("a path begins with /", "write /" + url);
            } else if (url.substring(0, url.length() - 1).contains("*")) {
                item.problem("* may only be the last character of a path", "");
            }
        }
        return rule.texts(URLS, MAX_NAMES);
    }

    private static Optional<AuditRule.Resources> resources(YamlValue place) {
        YamlMapping resources = place.mapping("an entry of resources", RESOURCE_KEYS);
        if (resources == null) {
            return Optional.empty();
        }
        String group = resources.text("group");
        if (group != null && group.contains("/")) {
            resources.problem("group", "a group has no version", "write " + group.substring(0, group.indexOf('/')));
        }
        List<String> names = resources.texts(RESOURCES, MAX_NAMES);
        Set<String> objects = names(resources, RESOURCE_NAMES);
        if (!objects.isEmpty() && names.isEmpty()) {
            resources.problem(RESOURCE_NAMES, "names of objects need the resources whose names they are", "");
        }
        return Optional.of(new AuditRule.Resources(group == null ? "" : group, names, objects));
    }
}
