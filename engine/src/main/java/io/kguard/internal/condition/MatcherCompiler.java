// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ALOAD;

import io.kguard.internal.condition.LogicNode.Kind;
import io.kguard.internal.field.EventContext;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Compiles conditions to bytecode. Checks become constants of a hidden class, which the JVM's compiler inlines with
 * their literals; {@code and} and {@code or} become jumps. Methods stay small enough to be inlined, and far below the
 * size above which the JVM does not compile them. Parts that occur more than once become methods that remember their
 * result for the current event.
 */
final class MatcherCompiler {
    // of classes, not of texts: a class that moves keeps its name here right
    private static final String MATCHER = Type.getInternalName(Matcher.class);
    private static final String NAME = MATCHER.replace("Matcher", "CompiledMatcher");
    private static final String EVALUATION = Type.getInternalName(Evaluation.class);
    private static final String CHECK = Type.getInternalName(TypedCheck.class);
    private static final String CONTEXT = Type.getDescriptor(EventContext.class);
    private static final String TEST = "(L" + EVALUATION + ";)Z";
    private static final String NEXT = "(L" + EVALUATION + ";I)I";
    /** The maximum number of checks in a method. Each has about 12 bytes of code, and the JVM inlines up to 325. */
    private static final int CHECKS_PER_METHOD = 24;

    private static final int CONDITIONS_PER_METHOD = 32;
    /** Below this, evaluating again is cheaper than remembering. */
    private static final double WORTH_REMEMBERING = 1.5;

    /** A method that is still to be written: whether all or one of some parts are true. */
    private record Pending(String name, Kind kind, List<LogicNode> parts, int memo) {}

    private final TextTable texts;
    private final List<LogicNode> conditions;
    private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES | ClassWriter.COMPUTE_MAXS);
    private final Map<LogicNode, Integer> uses = new HashMap<>();
    private final Map<LogicNode, String> methods = new HashMap<>();
    private final Map<LogicNode, Integer> constants = new HashMap<>();
    private final List<Object> data = new ArrayList<>();
    private final Deque<Pending> pending = new ArrayDeque<>();
    /** The part whose method is being written. It must not call itself. */
    private @Nullable LogicNode own;

    private int methodCount;
    private int memoCount;

    MatcherCompiler(TextTable texts, List<LogicNode> conditions) {
        this.texts = texts;
        this.conditions = conditions;
    }

    Matcher compile() {
        conditions.forEach(c -> uses.merge(c, 1, Integer::sum));
        Set<LogicNode> seen = new HashSet<>();
        conditions.forEach(c -> countUses(c, seen));
        writer.visit(Opcodes.V17, ACC_SUPER | ACC_FINAL, NAME, null, MATCHER, new String[0]);
        constructor();
        search();
        while (!pending.isEmpty()) {
            write(pending.remove());
        }
        initializer();
        writer.visitEnd();
        try {
            Lookup lookup =
                    MethodHandles.lookup().defineHiddenClassWithClassData(writer.toByteArray(), data.toArray(), true);
            return (Matcher) lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class))
                    .invoke();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the code made of conditions can't be loaded", e);
        }
    }

    private void countUses(LogicNode node, Set<LogicNode> seen) {
        if (seen.add(node)) {
            for (LogicNode child : node.children()) {
                uses.merge(child, 1, Integer::sum);
                countUses(child, seen);
            }
        }
    }

    private void constructor() {
        MethodVisitor code = writer.visitMethod(0, "<init>", "()V", null, null);
        code.visitCode();
        code.visitVarInsn(ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, MATCHER, "<init>", "()V", false);
        code.visitInsn(Opcodes.RETURN);
        end(code);
    }

    /** Reads the constants from the class's data. */
    private void initializer() {
        MethodVisitor code = writer.visitMethod(ACC_STATIC, "<clinit>", "()V", null, null);
        code.visitCode();
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                "java/lang/invoke/MethodHandles",
                "lookup",
                "()Ljava/lang/invoke/MethodHandles$Lookup;",
                false);
        code.visitLdcInsn("_");
        code.visitLdcInsn(Type.getType(Object[].class));
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                "java/lang/invoke/MethodHandles",
                "classData",
                "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)Ljava/lang/Object;",
                false);
        code.visitTypeInsn(Opcodes.CHECKCAST, "[Ljava/lang/Object;");
        code.visitVarInsn(Opcodes.ASTORE, 0);
        for (int i = 0; i < data.size(); i++) {
            code.visitVarInsn(ALOAD, 0);
            push(code, i);
            code.visitInsn(Opcodes.AALOAD);
            code.visitTypeInsn(Opcodes.CHECKCAST, CHECK);
            code.visitFieldInsn(Opcodes.PUTSTATIC, NAME, "K" + i, "L" + CHECK + ";");
        }
        code.visitInsn(Opcodes.RETURN);
        end(code);
    }

    /** {@code next}: tries the conditions in order. If there are too many for one method, it is split. */
    private void search() {
        MethodVisitor code = writer.visitMethod(0, "next", NEXT, null, null);
        code.visitCode();
        int size = conditions.size();
        tryFrom(code, 0, Math.min(size, CONDITIONS_PER_METHOD), 1);
        for (int start = CONDITIONS_PER_METHOD; start < size; start += CONDITIONS_PER_METHOD) {
            String name = "next" + start;
            searchFrom(name, start, Math.min(size, start + CONDITIONS_PER_METHOD));
            code.visitVarInsn(ALOAD, 1);
            code.visitVarInsn(Opcodes.ILOAD, 2);
            code.visitMethodInsn(Opcodes.INVOKESTATIC, NAME, name, NEXT, false);
            code.visitVarInsn(Opcodes.ISTORE, 3);
            code.visitVarInsn(Opcodes.ILOAD, 3);
            Label none = new Label();
            code.visitJumpInsn(Opcodes.IFLT, none);
            code.visitVarInsn(Opcodes.ILOAD, 3);
            code.visitInsn(Opcodes.IRETURN);
            code.visitLabel(none);
        }
        code.visitInsn(Opcodes.ICONST_M1);
        code.visitInsn(Opcodes.IRETURN);
        end(code);
    }

    private void searchFrom(String name, int start, int end) {
        MethodVisitor code = writer.visitMethod(ACC_PRIVATE | ACC_STATIC, name, NEXT, null, null);
        code.visitCode();
        tryFrom(code, start, end, 0);
        code.visitInsn(Opcodes.ICONST_M1);
        code.visitInsn(Opcodes.IRETURN);
        end(code);
    }

    /**
     * Returns the first condition that is true. {@code evaluation} is the variable with the evaluation; the next
     * variable has the first index to try.
     */
    private void tryFrom(MethodVisitor code, int start, int end, int evaluation) {
        for (int i = start; i < end; i++) {
            Label next = new Label();
            code.visitVarInsn(Opcodes.ILOAD, evaluation + 1);
            push(code, i);
            code.visitJumpInsn(Opcodes.IF_ICMPGT, next);
            code.visitVarInsn(ALOAD, evaluation);
            code.visitMethodInsn(Opcodes.INVOKESTATIC, NAME, method(conditions.get(i)), TEST, false);
            code.visitJumpInsn(Opcodes.IFEQ, next);
            push(code, i);
            code.visitInsn(Opcodes.IRETURN);
            code.visitLabel(next);
        }
    }

    /** The method of a part, whose body is written later. */
    private String method(LogicNode node) {
        String name = methods.get(node);
        if (name == null) {
            name = "m" + methodCount++;
            methods.put(node, name);
            int memo = isRemembered(node) && memoCount < Evaluation.MEMO_SIZE ? memoCount++ : -1;
            boolean list = node.is(Kind.AND) || node.is(Kind.OR);
            pending.add(new Pending(name, list ? node.kind() : Kind.AND, list ? node.children() : List.of(node), memo));
        }
        return name;
    }

    private boolean isRemembered(LogicNode node) {
        Integer count = uses.get(node);
        return count != null
                && count > 1
                && !node.is(Kind.NOT)
                && !node.is(Kind.TRUE)
                && !node.is(Kind.FALSE)
                && (node.is(Kind.LEAF) ? text(node) == null && node.cost() > WORTH_REMEMBERING : true);
    }

    private void write(Pending method) {
        MethodVisitor code = writer.visitMethod(ACC_PRIVATE | ACC_STATIC, method.name(), TEST, null, null);
        code.visitCode();
        if (method.memo() >= 0) {
            recall(code, method.memo());
        }
        Label holds = new Label();
        Label fails = new Label();
        List<LogicNode> parts = method.parts();
        own = parts.size() == 1 ? parts.get(0) : null;
        boolean and = method.kind() == Kind.AND;
        int room = CHECKS_PER_METHOD;
        for (int i = 0; i < parts.size(); i++) {
            LogicNode part = parts.get(i);
            if (room <= 0 && parts.size() - i > 1) {
                String rest = "m" + methodCount++;
                pending.add(new Pending(rest, method.kind(), parts.subList(i, parts.size()), -1));
                call(code, rest, and ? fails : holds, !and);
                break;
            }
            room -= jump(code, part, and ? fails : holds, !and, room);
        }
        finish(code, and, holds, fails, method.memo());
        end(code);
    }

    private static void finish(MethodVisitor code, boolean fallsThrough, Label holds, Label fails, int memo) {
        Label[] order = fallsThrough ? new Label[] {holds, fails} : new Label[] {fails, holds};
        for (Label label : order) {
            code.visitLabel(label);
            remember(code, memo, label == holds);
            code.visitInsn(label == holds ? Opcodes.ICONST_1 : Opcodes.ICONST_0);
            code.visitInsn(Opcodes.IRETURN);
        }
    }

    /**
     * Jumps if a part is true, or if it is false.
     *
     * @param room how many checks may be written here before parts become separate methods
     * @return how many were
     */
    private int jump(MethodVisitor code, LogicNode node, Label target, boolean when, int room) {
        switch (node.kind()) {
            case TRUE, FALSE -> {
                if (node.is(Kind.TRUE) == when) {
                    code.visitJumpInsn(Opcodes.GOTO, target);
                }
                return 0;
            }
            case NOT -> {
                return jump(code, node.child(), target, !when, room);
            }
            case LEAF -> {
                if (isRemembered(node) && node != own) {
                    call(code, method(node), target, when);
                } else {
                    check(code, node, target, when);
                }
                return 1;
            }
            default -> {
                if (isRemembered(node) || weight(node) > room) {
                    call(code, method(node), target, when);
                    return 1;
                }
                int written = 0;
                boolean and = node.is(Kind.AND);
                Label end = new Label();
                for (LogicNode child : node.children()) {
                    // in an "and" a false part decides, in an "or" a true one
                    boolean decides = and != when;
                    written += jump(code, child, decides ? target : end, !and, room - written);
                }
                if (and == when) {
                    code.visitJumpInsn(Opcodes.GOTO, target);
                }
                code.visitLabel(end);
                return written;
            }
        }
    }

    private int weight(LogicNode node) {
        return switch (node.kind()) {
            case TRUE, FALSE -> 0;
            case LEAF -> 1;
            case NOT -> weight(node.child());
            case AND, OR ->
                isRemembered(node)
                        ? 1
                        : node.children().stream().mapToInt(this::weight).sum();
        };
    }

    private void check(MethodVisitor code, LogicNode leaf, Label target, boolean when) {
        TextPredicate text = text(leaf);
        if (text != null) {
            TextTable.Column column = texts.column(leaf.check().reader());
            code.visitVarInsn(ALOAD, 0);
            push(code, column.index);
            push(code, column.number(text));
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, EVALUATION, "text", "(II)Z", false);
        } else {
            code.visitFieldInsn(Opcodes.GETSTATIC, NAME, constant(leaf), "L" + CHECK + ";");
            code.visitVarInsn(ALOAD, 0);
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, EVALUATION, "context", "()" + CONTEXT, false);
            code.visitMethodInsn(Opcodes.INVOKEINTERFACE, CHECK, "test", "(" + CONTEXT + ")Z", true);
        }
        code.visitJumpInsn(when ? Opcodes.IFNE : Opcodes.IFEQ, target);
    }

    private static @Nullable TextPredicate text(LogicNode leaf) {
        return leaf.check() instanceof TypedCheck.Compare compare && compare.value() instanceof ValuePredicate.Text text
                ? text.predicate()
                : null;
    }

    private String constant(LogicNode leaf) {
        return "K"
                + constants.computeIfAbsent(leaf, l -> {
                    writer.visitField(
                                    ACC_PRIVATE | ACC_STATIC | ACC_FINAL,
                                    "K" + data.size(),
                                    "L" + CHECK + ";",
                                    null,
                                    null)
                            .visitEnd();
                    data.add(l.check());
                    return data.size() - 1;
                });
    }

    private static void call(MethodVisitor code, String method, Label target, boolean when) {
        code.visitVarInsn(ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, NAME, method, TEST, false);
        code.visitJumpInsn(when ? Opcodes.IFNE : Opcodes.IFEQ, target);
    }

    /** Returns the remembered result, if any. */
    private static void recall(MethodVisitor code, int memo) {
        Label unknown = new Label();
        bit(code, "known", memo);
        code.visitJumpInsn(Opcodes.IFEQ, unknown);
        bit(code, "value", memo);
        Label no = new Label();
        code.visitJumpInsn(Opcodes.IFEQ, no);
        code.visitInsn(Opcodes.ICONST_1);
        code.visitInsn(Opcodes.IRETURN);
        code.visitLabel(no);
        code.visitInsn(Opcodes.ICONST_0);
        code.visitInsn(Opcodes.IRETURN);
        code.visitLabel(unknown);
    }

    /** Pushes whether a bit is set, as an int. */
    private static void bit(MethodVisitor code, String word, int memo) {
        code.visitVarInsn(ALOAD, 0);
        code.visitFieldInsn(Opcodes.GETFIELD, EVALUATION, word + (memo >> 6), "J");
        code.visitLdcInsn(1L << memo);
        code.visitInsn(Opcodes.LAND);
        code.visitInsn(Opcodes.LCONST_0);
        code.visitInsn(Opcodes.LCMP);
    }

    private static void remember(MethodVisitor code, int memo, boolean value) {
        if (memo >= 0) {
            set(code, "known", memo, true);
            set(code, "value", memo, value);
        }
    }

    private static void set(MethodVisitor code, String word, int memo, boolean value) {
        code.visitVarInsn(ALOAD, 0);
        code.visitInsn(Opcodes.DUP);
        code.visitFieldInsn(Opcodes.GETFIELD, EVALUATION, word + (memo >> 6), "J");
        code.visitLdcInsn(value ? 1L << memo : ~(1L << memo));
        code.visitInsn(value ? Opcodes.LOR : Opcodes.LAND);
        code.visitFieldInsn(Opcodes.PUTFIELD, EVALUATION, word + (memo >> 6), "J");
    }

    private static void push(MethodVisitor code, int number) {
        if (number >= Byte.MIN_VALUE && number <= Byte.MAX_VALUE) {
            code.visitIntInsn(Opcodes.BIPUSH, number);
        } else if (number <= Short.MAX_VALUE) {
            code.visitIntInsn(Opcodes.SIPUSH, number);
        } else {
            code.visitLdcInsn(number);
        }
    }

    private static void end(MethodVisitor code) {
        code.visitMaxs(0, 0);
        code.visitEnd();
    }
}
