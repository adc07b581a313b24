// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import io.kguard.internal.message.ConsoleText;
import io.kguard.output.SidekickReceiver;
import io.kguard.scenario.Expectation;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.Detections;
import io.kguard.verdict.Judge;
import io.kguard.verdict.RuleTestEvent;
import io.kguard.verdict.RuleTestLog;
import io.kguard.verdict.UntrustedException;
import io.kguard.verdict.Verdict;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/** Plays the scenario of a rule test before its body runs, and judges the rule. */
final class RuleTestExtension
        implements ExecutionCondition, BeforeEachCallback, AfterEachCallback, InvocationInterceptor, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(RuleTestExtension.class);

    private final TestValues values;

    /** For tests without values. */
    RuleTestExtension() {
        this(TestValues.NONE);
    }

    RuleTestExtension(TestValues values) {
        this.values = values;
    }

    /** What needs root can be left out as a whole, or be all. */
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String live = System.getProperty(RuleTest.LIVE, "on");
        if (!List.of("on", "off", "only").contains(live)) {
            throw new ExtensionConfigurationException(
                    RuleTest.LIVE + " is \"" + live + "\"; it can be on, off or only");
        }
        boolean isPlayed = context.getTestMethod()
                .flatMap(RuleTestAnnotation::find)
                .filter(RuleTestAnnotation::isPlayed)
                .isPresent();
        String leaves = ", and -D" + RuleTest.LIVE + "=" + live + " leaves that out";
        if (live.equals("off") && isPlayed) {
            return ConditionEvaluationResult.disabled("it plays a scenario" + leaves);
        }
        return live.equals("only") && !isPlayed && context.getTestMethod().isPresent()
                ? ConditionEvaluationResult.disabled("it plays no scenario" + leaves)
                : ConditionEvaluationResult.enabled("");
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        JUnitVersion.check();
        try {
            RuleTestSource source = source(context);
            Detections detections = TimeLimit.of(context)
                    .map(limit -> limit.within(source::detections))
                    .orElseGet(source::detections);
            context.getStore(NAMESPACE).put(Detections.class, detections);
        } catch (NoClassDefFoundError e) {
            throw MissingTestcontainers.explain(e);
        }
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        interceptTestMethod(invocation, method, context);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        Detections detections = detections(context);
        RuleTestSource source = source(context);
        Expectation expectation = source.expectation();
        Verdict verdict = Judge.judge(detections, expectation);
        try {
            if (verdict instanceof Verdict.NotRun && source.isDisabledWithoutLive()) {
                throw new TestAbortedException("not run: " + verdict.reason());
            }
            if (isUnjudged(verdict)) {
                throw new UntrustedException(verdict.reason());
            }
            if (verdict instanceof Verdict.Failed) {
                throw new AssertionError(ConsoleText.lines(verdict.reason()));
            }
            invocation.proceed();
        } catch (AssertionError e) {
            verdict = new Verdict.Failed(String.valueOf(e.getMessage()));
            throw e;
        } catch (TestAbortedException e) {
            verdict = verdict instanceof Verdict.NotRun
                    ? verdict
                    : new Verdict.Errored("the test was aborted: " + e.getMessage());
            throw e;
        } catch (InterruptedException e) {
            verdict = new Verdict.Errored(
                    TimeLimit.of(context).map(TimeLimit::reached).orElse("the test was interrupted"));
            throw e;
        } catch (Throwable e) {
            verdict = verdict instanceof Verdict.NotRun
                    ? verdict
                    : new Verdict.Errored(
                            e instanceof UntrustedException ? String.valueOf(e.getMessage()) : e.toString());
            throw e;
        } finally {
            context.getStore(NAMESPACE).put(Verdict.class, verdict);
            RuleTestLog.append(
                    new RuleTestEvent.Judged(context.getUniqueId(), CheckResult.of(detections, expectation, verdict)));
        }
    }

    /** Another extension may replace the body of a test or swallow its exception. The test must not pass then. */
    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            return;
        }
        Verdict verdict = context.getStore(NAMESPACE).get(Verdict.class, Verdict.class);
        if (verdict == null) {
            throw new UntrustedException("The rule was not judged, although the test ended without an error:"
                    + " something else ran in its place, such as another extension of JUnit.");
        }
        if (verdict instanceof Verdict.Failed) {
            throw new AssertionError(ConsoleText.lines(verdict.reason()));
        }
        if (isUnjudged(verdict)) {
            throw new UntrustedException(verdict.reason());
        }
    }

    private static boolean isUnjudged(Verdict verdict) {
        return verdict instanceof Verdict.Errored || verdict instanceof Verdict.NotRun;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Detections.class
                || type == SidekickReceiver.class
                || type == String.class && place(parameter) < values.byName().size();
    }

    /** The place of a parameter among the strings. */
    private static int place(ParameterContext parameter) {
        return (int) Arrays.stream(parameter.getDeclaringExecutable().getParameterTypes())
                .limit(parameter.getIndex())
                .filter(type -> type == String.class)
                .count();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getParameter().getType() == String.class) {
            return List.copyOf(values.byName().values()).get(place(parameter));
        }
        Detections detections = detections(context);
        if (parameter.getParameter().getType() == Detections.class) {
            return detections;
        }
        // the store closes it after the test
        return Stored.in(
                context.getStore(NAMESPACE),
                SidekickReceiver.class,
                key -> source(context).sidekick(detections.alerts()));
    }

    private static Detections detections(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(Detections.class, Detections.class);
    }

    private RuleTestSource source(ExtensionContext context) {
        return RuleTestSource.of(context, RuleTestAnnotation.of(context.getRequiredTestMethod()), values);
    }
}
