package io.kguard.engine;

/**
 * How many events a rule had until some moment.
 *
 * @param reached events of its types that its condition was evaluated for
 * @param matched events that it matched
 */
public record RuleCounts(long reached, long matched) {
    /** None yet. */
    public static final RuleCounts NONE = new RuleCounts(0, 0);
}
