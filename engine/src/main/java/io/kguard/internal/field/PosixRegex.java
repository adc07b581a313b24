// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

/**
 * A regular expression in RE2's POSIX syntax, matched against whole byte strings in time proportional to their length.
 *
 * <p>kguard has its own implementation for two reasons. {@code java.util.regex} has another syntax than RE2, which
 * Falco uses. And it needs exponential time for some expressions, but the content of events is not trusted. RE2/J has no POSIX mode,
 * and takes bytes that are no UTF-8 for other characters.
 *
 * <p>Immutable; scratch memory is per thread.
 */
public final class PosixRegex {
    private static final ThreadLocal<States[]> SCRATCH =
            ThreadLocal.withInitial(() -> new States[] {new States(), new States()});

    private final String pattern;
    private final RegexProgram program;

    private PosixRegex(String pattern, RegexProgram program) {
        this.pattern = pattern;
        this.program = program;
    }

    /**
     * Compiles an expression.
     *
     * @param pattern the expression, as a Unicode string
     * @throws IllegalArgumentException with RE2's message if it is not valid
     */
    public static PosixRegex compile(String pattern) {
        RegexProgram program = new RegexProgram();
        program.match(new RegexParser(pattern).parse());
        return new PosixRegex(pattern, program);
    }

    /**
     * Whether a whole byte string matches.
     *
     * @param text bytes, one per character (Latin-1)
     */
    public boolean matches(String text) {
        States[] scratch = SCRATCH.get();
        States current = scratch[0];
        States next = scratch[1];
        current.reset(program.size());
        next.reset(program.size());
        int length = text.length();
        follow(current, 0, text, 0);
        for (int i = 0; i < length && current.size > 0; i++) {
            int octet = text.charAt(i) & 0xff;
            next.reset(program.size());
            for (int s = 0; s < current.size; s++) {
                int state = current.dense[s];
                if (program.accepts(state, octet)) {
                    follow(next, state + 1, text, i + 1);
                }
            }
            States swap = current;
            current = next;
            next = swap;
        }
        for (int s = 0; s < current.size; s++) {
            if (program.isMatch(current.dense[s])) {
                return true;
            }
        }
        return false;
    }

    /** Adds a state and all that can be reached from it without consuming a byte. */
    private void follow(States states, int start, String text, int at) {
        int[] stack = states.stack;
        int top = 0;
        stack[top++] = start;
        while (top > 0) {
            int state = stack[--top];
            if (!states.add(state)) {
                continue;
            }
            switch (program.kind(state)) {
                case RegexProgram.JUMP -> stack[top++] = program.first(state);
                case RegexProgram.SPLIT -> {
                    stack[top++] = program.second(state);
                    stack[top++] = program.first(state);
                }
                case RegexProgram.LINE_START -> {
                    if (at == 0 || text.charAt(at - 1) == '\n') {
                        stack[top++] = state + 1;
                    }
                }
                case RegexProgram.LINE_END -> {
                    if (at == text.length() || text.charAt(at) == '\n') {
                        stack[top++] = state + 1;
                    }
                }
                default -> {}
            }
        }
    }

    /** A set of states that is cleared in constant time. */
    private static final class States {
        int[] dense = new int[0];
        int[] sparse = new int[0];
        int[] stack = new int[0];
        int size;

        void reset(int capacity) {
            if (dense.length < capacity) {
                dense = new int[capacity];
                sparse = new int[capacity];
                stack = new int[2 * capacity + 2];
            }
            size = 0;
        }

        boolean add(int state) {
            int slot = sparse[state];
            if (slot < size && dense[slot] == state) {
                return false;
            }
            dense[size] = state;
            sparse[state] = size++;
            return true;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PosixRegex regex && regex.pattern.equals(pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    @Override
    public String toString() {
        return pattern;
    }
}
