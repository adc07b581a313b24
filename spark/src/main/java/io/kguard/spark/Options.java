// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.message.Nearest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the user asked for.
 *
 * @param rules where the rules are
 * @param against where the rules before the change are; empty if there is only one set
 * @param settings how rules are evaluated
 * @param reports the folder for the tables; empty for none
 * @param captures where the captures are
 */
record Options(
        List<String> rules,
        List<String> against,
        RuleSettings settings,
        Optional<String> reports,
        List<String> captures) {
    Options {
        rules = List.copyOf(rules);
        against = List.copyOf(against);
        captures = List.copyOf(captures);
    }

    /** An option, in the words of kguard's commands. */
    enum Option {
        RULES("FILE,...", "Rule files and directories, in the order in which they are loaded. Required."),
        AGAINST("FILE,...", "The rules before the change: says which alerts appear, vanish or say something else."),
        FALCO("TEXT", "The Falco whose behaviour kguard follows: 0.40 to 0.45, or current for the newest."),
        MATCHING(
                "TEXT",
                "first: an event triggers only the first rule that matches. all: every rule that matches. Default: first."),
        ENABLE("TEXT", "\"all\" also evaluates rules that their files disable."),
        REPORTS("FOLDER", "The folder for the reports, which must not exist: tables in Parquet. Default: no tables.");

        private final String label;
        private final String meaning;

        Option(String label, String meaning) {
            this.label = label;
            this.meaning = meaning;
        }

        String word() {
            return "--" + name().toLowerCase(Locale.ROOT);
        }

        String meaning() {
            return meaning;
        }
    }

    /**
     * The options in arguments.
     *
     * @throws IllegalArgumentException if they make no sense
     */
    static Options of(String... arguments) {
        Map<Option, List<String>> given = new TreeMap<>();
        List<String> captures = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (!argument.startsWith("-")) {
                captures.add(argument);
                continue;
            }
            int end = argument.indexOf('=');
            Option option = option(end < 0 ? argument : argument.substring(0, end));
            if (end < 0 && (i + 1 == arguments.length || arguments[i + 1].startsWith("--"))) {
                throw new IllegalArgumentException("a value is missing: " + option.word() + " " + option.label);
            }
            String value = end < 0 ? arguments[++i] : argument.substring(end + 1);
            given.computeIfAbsent(option, key -> new ArrayList<>()).add(value);
        }
        return of(given, captures);
    }

    private static Options of(Map<Option, List<String>> given, List<String> captures) {
        List<String> rules = list(given, Option.RULES);
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("there are no rules: name rule files with --rules A,B");
        }
        if (captures.isEmpty()) {
            throw new IllegalArgumentException(
                    "there are no captures: name files, folders and globs behind the options");
        }
        String enable = text(given, Option.ENABLE, "");
        if (!enable.isEmpty() && !enable.equals("all")) {
            throw new IllegalArgumentException("--enable is \"" + enable + "\"; it can be \"all\"");
        }
        List<String> against = list(given, Option.AGAINST);
        if (given.containsKey(Option.AGAINST) && against.isEmpty()) {
            throw new IllegalArgumentException("--against names no rules");
        }
        String reports = text(given, Option.REPORTS, "");
        return new Options(
                rules,
                against,
                new RuleSettings(version(given), Matching.of(text(given, Option.MATCHING, "first")), !enable.isEmpty()),
                reports.isEmpty() ? Optional.empty() : Optional.of(reports),
                captures);
    }

    private static FalcoVersion version(Map<Option, List<String>> given) {
        try {
            return FalcoVersion.of(text(given, Option.FALCO, "current"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    String.valueOf(e.getMessage()).replace("kguard.falco", Option.FALCO.word()), e);
        }
    }

    private static Option option(String word) {
        for (Option option : Option.values()) {
            if (option.word().equals(word)) {
                return option;
            }
        }
        String near =
                Nearest.of(word, Stream.of(Option.values()).map(Option::word).toList());
        throw new IllegalArgumentException(
                "kguard on Spark has no option " + word + (near == null ? "" : "; did you mean " + near + "?"));
    }

    private static List<String> list(Map<Option, List<String>> given, Option option) {
        return given.getOrDefault(option, List.of()).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private static String text(Map<Option, List<String>> given, Option option, String otherwise) {
        List<String> values = given.getOrDefault(option, Collections.emptyList());
        if (values.size() > 1) {
            throw new IllegalArgumentException(option.word() + " is given " + values.size() + " times");
        }
        return values.isEmpty() ? otherwise : values.get(0);
    }

    /** The text of {@code --help}. */
    static String usage() {
        return """
                Usage: spark-submit ... kguard-spark.jar --rules FILE,... [--against FILE,...] [options] CAPTURE...
                Evaluates one or two sets of rules on many captures. A CAPTURE is a file, a folder with all .scap and .scap.gz files
                in it and below, or a glob, on any file system that Hadoop knows. Rules may be there, too; a path without a scheme
                is of the driver's machine.

                """
                + Stream.of(Option.values())
                        .map(option -> "  " + option.word() + " " + option.label + "\n      " + option.meaning + "\n")
                        .collect(Collectors.joining())
                + """

                Exit status: 0 every capture was judged, 2 it could not find out, 64 called wrongly.
                """;
    }
}
