package io.kguard.scenario;

/**
 * What a rule must do in a scenario.
 *
 * @param rule the rule's name
 * @param outcome whether it must fire or stay silent
 */
public record Expectation(String rule, Outcome outcome) {
    /** What can be expected of a rule. */
    public enum Outcome {
        /** At least one alert. */
        FIRES("fires"),
        /** No alert, although events reached the rule. */
        SILENT("silent");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** The rule must fire. */
    public static Expectation fires(String rule) {
        return new Expectation(rule, Outcome.FIRES);
    }

    /** The rule must stay silent. */
    public static Expectation silent(String rule) {
        return new Expectation(rule, Outcome.SILENT);
    }
}
