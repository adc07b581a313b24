// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.event.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The techniques that checks proved to be detected, as a layer 4.5 of MITRE's ATT&amp;CK Navigator. Tags of rules do not
 * count: a technique is in the layer if a rule fired on an attack with it, and the check passed. Its score is the number
 * of such checks.
 */
public final class NavigatorLayer {
    private static final Pattern TECHNIQUE = Pattern.compile("T\\d{4}(\\.\\d{3})?");
    private static final String NONE = "#ffffff";
    private static final String PROVEN = "#2f9e5b";
    private static final int MAX_COMMENT = 2000;

    private NavigatorLayer() {}

    /** The JSON of a run's layer. */
    public static String of(Run run) {
        Map<String, List<CheckEntry>> proven = new TreeMap<>();
        for (CheckEntry check : run.checks()) {
            if (check.proves()) {
                check.techniques().stream()
                        .filter(technique -> TECHNIQUE.matcher(technique).matches())
                        .forEach(technique -> proven.computeIfAbsent(technique, key -> new ArrayList<>())
                                .add(check));
            }
        }
        long highest =
                Math.max(1, proven.values().stream().mapToLong(List::size).max().orElse(1));
        JsonWriter json = JsonWriter.spaced().object();
        json.line(1).member("name", "kguard: proven detections");
        json.line(1)
                .key("versions")
                .object()
                .member("layer", "4.5")
                .member("navigator", "5.0.0")
                .end();
        json.line(1).member("domain", "enterprise-attack");
        json.line(1)
                .member(
                        "description",
                        "Techniques of attacks on which a Falco rule fired, in checks that passed. " + run.ratio()
                                + ". " + run.environment().date());
        json.line(1).member("sorting", 3).member("hideDisabled", false);
        json.line(1).key("techniques").array();
        proven.forEach((technique, checks) -> technique(json.line(2).object(), technique, checks));
        json.end()
                .line(1)
                .key("gradient")
                .object()
                .key("colors")
                .array()
                .value(NONE)
                .value(PROVEN)
                .end();
        json.member("minValue", 0).member("maxValue", highest).end();
        json.line(1).key("legendItems").array().object();
        json.member("label", "a check proves that a rule detects it")
                .member("color", PROVEN)
                .end()
                .end();
        return json.end().json() + "\n";
    }

    private static void technique(JsonWriter json, String technique, List<CheckEntry> checks) {
        json.member("techniqueID", technique)
                .member("score", checks.size())
                .member("comment", comment(checks))
                .member("enabled", true)
                .member("showSubtechniques", technique.indexOf('.') < 0)
                .end();
    }

    private static String line(CheckEntry check) {
        return check.name()
                + (check.about().simulated().isEmpty()
                        ? ""
                        : " (simulated: " + check.about().simulated() + ")");
    }

    private static String comment(List<CheckEntry> checks) {
        String text =
                String.join("\n", checks.stream().map(NavigatorLayer::line).toList());
        return text.length() <= MAX_COMMENT ? text : text.substring(0, MAX_COMMENT) + "...";
    }
}
