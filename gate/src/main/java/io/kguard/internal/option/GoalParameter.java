// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.option;

import java.util.Locale;

/**
 * A parameter of a goal.
 *
 * @param name its name in a pom; with the prefix {@code kguard.} a property; in words with dashes between them an option
 * @param type what it takes
 * @param initial its value if none is given; empty if there is none, or if it depends on something
 * @param required whether it must be given
 * @param ofMaven whether it makes sense in a build of Maven only
 * @param home where kguard.yaml has it
 * @param meaning what it is, in sentences
 */
public record GoalParameter(
        String name, Type type, String initial, boolean required, boolean ofMaven, Home home, String meaning) {
    /** The prefix of all properties. */
    public static final String PREFIX = "kguard.";

    /** What a parameter takes. */
    public enum Type {
        /** Files, folders and patterns of them. */
        FILES("files"),
        /** A file or a folder. */
        FILE("file"),
        /** Text. */
        TEXT("string"),
        /** Names, which may have commas in them and between them. */
        NAMES("string"),
        /** A number. */
        NUMBER("number"),
        /** Yes or no. */
        SWITCH("boolean"),
        /** Text, or nothing: to be given alone is {@code true}. */
        VALUE_OR_ALONE("string");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        /** Its name in the reference. */
        @Override
        public String toString() {
            return word;
        }
    }

    /** Where kguard.yaml has a parameter. */
    enum Home {
        /** At the top, for all goals that have it, or in the block of one. */
        TOP,
        /** In the block of its goal. */
        BLOCK,
        /**
         * Nowhere: who calls the goal gives it. The file comes with a checkout, so nothing in it may start a program, reach the machine,
         * or choose fewer checks.
         */
        CALLER
    }

    /** Files, folders and patterns of them. */
    public static GoalParameter files(String name, String meaning) {
        return new GoalParameter(name, Type.FILES, "", false, false, Home.BLOCK, meaning);
    }

    /** A file or a folder. */
    public static GoalParameter file(String name, String meaning) {
        return new GoalParameter(name, Type.FILE, "", false, false, Home.BLOCK, meaning);
    }

    /** A text. */
    public static GoalParameter text(String name, String meaning) {
        return new GoalParameter(name, Type.TEXT, "", false, false, Home.BLOCK, meaning);
    }

    /** Names. */
    public static GoalParameter names(String name, String meaning) {
        return new GoalParameter(name, Type.NAMES, "", false, false, Home.BLOCK, meaning);
    }

    /** A number. */
    public static GoalParameter number(String name, String meaning) {
        return new GoalParameter(name, Type.NUMBER, "", false, false, Home.BLOCK, meaning);
    }

    /** A switch, which is off. */
    public static GoalParameter toggle(String name, String meaning) {
        return new GoalParameter(name, Type.SWITCH, "false", false, false, Home.BLOCK, meaning);
    }

    /** A text that may be left out behind the name. */
    public static GoalParameter valueOrAlone(String name, String meaning) {
        return new GoalParameter(name, Type.VALUE_OR_ALONE, "", false, false, Home.BLOCK, meaning);
    }

    /** This parameter with a default. */
    public GoalParameter orElse(String value) {
        return new GoalParameter(name, type, value, required, ofMaven, home, meaning);
    }

    /** This parameter, which must be given. */
    public GoalParameter must() {
        return new GoalParameter(name, type, initial, true, ofMaven, home, meaning);
    }

    /** This parameter, for builds of Maven only. */
    public GoalParameter mavenOnly() {
        return new GoalParameter(name, type, initial, required, true, home, meaning);
    }

    /** This parameter, which kguard.yaml may have at its top. */
    public GoalParameter shared() {
        return in(Home.TOP);
    }

    /** This parameter, which kguard.yaml can't have. */
    public GoalParameter callerOnly() {
        return in(Home.CALLER);
    }

    private GoalParameter in(Home other) {
        return new GoalParameter(name, type, initial, required, ofMaven, other, meaning);
    }

    /** Whether kguard.yaml may have it at its top. */
    public boolean isShared() {
        return home == Home.TOP;
    }

    /** Whether kguard.yaml can't have it. */
    public boolean isCallerOnly() {
        return home == Home.CALLER;
    }

    /** What the option is, which of a switch is given alone, and no {@code true} behind it. */
    public String meaningOfOption() {
        if (type != Type.SWITCH || !meaning.startsWith("true ")) {
            return meaning;
        }
        String rest = meaning.substring("true ".length());
        return rest.substring(0, 1).toUpperCase(Locale.ROOT) + rest.substring(1);
    }

    /** Its name as a property. */
    public String property() {
        return PREFIX + name;
    }

    /** Its name as an option of a command: {@code minRuleCoverage} is {@code --min-rule-coverage}. */
    public String option() {
        return option(name);
    }

    /** The name of a parameter as an option. */
    public static String option(String name) {
        return "--" + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
