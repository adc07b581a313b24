// SPDX-License-Identifier: Apache-2.0
package io.kguard.reference;

import io.kguard.event.FalcoVersion;
import io.kguard.event.ParamType;
import io.kguard.internal.field.Field;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A condition for each field, operator and value: those that occur, their neighbours, the empty one, one of another type. */
final class ConditionMatrix {
    private static final List<String> ONE = List.of(
            "=",
            "!=",
            "==",
            "contains",
            "icontains",
            "startswith",
            "endswith",
            "glob",
            "iglob",
            "regex",
            "bcontains",
            "bstartswith");
    private static final List<String> NUMBERS = List.of("<", "<=", ">", ">=");
    private static final List<String> LISTS = List.of("in", "intersects", "pmatch");
    /** Whose {@code intersects} ends Falco at the first event with a socket, or is an error in kguard. */
    private static final Set<String> OF_BOTH_ENDS = Set.of("fd.ip", "fd.net", "fd.port", "fd.proto");

    private static final List<String> MODIFIED =
            List.of("=", "!=", "contains", "startswith", "endswith", "glob", "icontains");
    private static final int VALUES = 3;
    private static final Pattern FIELDS = Pattern.compile(System.getProperty("kguard.fields", ".*"));

    private final Sample sample;

    ConditionMatrix(Sample sample) {
        this.sample = sample;
    }

    List<String> conditions() {
        List<String> all = new ArrayList<>();
        for (String name : sample.comparable()) {
            if (name.startsWith("evt.around") || !FIELDS.matcher(name).matches()) {
                continue; // compares with a distance; without one, with memory that was never set
            }
            Set<String> values = values(name);
            String two = values.stream().limit(2).map(FilterGenerator::quoted).collect(Collectors.joining(", ")) + ")";
            all.add(name + " exists");
            all.add(name + " = val(" + name + ")");
            for (String operator : List.of("=", "endswith")) {
                all.add(name + " " + operator + " " + "x".repeat(255));
                all.add(name + " " + operator + " " + "x".repeat(256));
            }
            for (String value : values) {
                ONE.forEach(operator ->
                        all.add(name + " " + operator + " " + FilterGenerator.quoted(written(operator, value))));
                if (value.matches("-?[0-9]{1,18}")) {
                    NUMBERS.forEach(operator -> all.add(name + " " + operator + " " + value));
                }
            }
            if (Kguard.VERSION.atLeast(FalcoVersion.V0_44)) {
                for (String modifier : List.of("oneof", "anyof", "allof")) {
                    MODIFIED.forEach(operator -> all.add(name + " " + operator + " " + modifier + " (" + two));
                }
            }
            for (String operator : LISTS) {
                if (operator.equals("intersects") && OF_BOTH_ENDS.contains(name)) {
                    continue;
                }
                String start = name + " " + operator + " (";
                values.forEach(value -> all.add(start + FilterGenerator.quoted(value) + ")"));
                all.add(start + two);
                if (!name.equals("fd.net")) {
                    all.add(start + ")");
                }
            }
        }
        return all;
    }

    private static String written(String operator, String value) {
        return switch (operator) {
            case "glob" -> value.isEmpty() ? "\\" : value.substring(0, value.length() - 1) + "*";
            case "iglob" -> value.length() % 2 == 0 ? value + "\\" : value.charAt(0) + "*";
            case "regex" -> value.isEmpty() ? ".*" : "." + value.substring(1).replaceAll("[^A-Za-z0-9]", ".");
            case "bcontains", "bstartswith" -> FilterGenerator.hex(value);
            default -> value;
        };
    }

    /** At most three values that the field has, the neighbours of each, and some that it does not have. */
    private Set<String> values(String name) {
        Field field = sample.field(name);
        Set<String> values = new LinkedHashSet<>();
        List<String> known = sample.values(name);
        for (int i = 0; i < VALUES && i < known.size(); i++) {
            String value = known.get(i * known.size() / Math.min(VALUES, known.size()));
            values.add(value);
            if (value.matches("-?[0-9]{1,17}")) {
                values.add(Long.toString(Long.parseLong(value) + 1));
                values.add(Long.toString(Long.parseLong(value) - 1));
            } else if (!value.isEmpty()) {
                values.add(value.substring(1));
                values.add(value + "x");
                values.add(value.toUpperCase(Locale.ROOT));
            }
        }
        values.add("");
        values.add("0");
        values.add(field.type().kind() == ParamType.Kind.TEXT ? "true" : "x");
        values.add("10.0.0.0/8");
        return values;
    }
}
