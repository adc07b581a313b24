package io.kguard.condition;

import java.util.function.Function;

/** The functions of several values: {@code join}, {@code concat} and {@code getopt}. */
final class Functions {
    private Functions() {}

    @SuppressWarnings("DoNotCallSuggester") // until it is written
    static Reader reader(Operand.Call call, Function<Operand.Expression, Reader> arguments) {
        throw new ConditionException(
                "kguard does not compute the transformer '" + call.transformer().symbol()
                        + "', so a rule that needs it can't be judged",
                call.span());
    }
}
