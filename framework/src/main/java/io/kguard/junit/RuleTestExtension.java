package io.kguard.junit;

import io.kguard.output.SidekickReceiver;
import io.kguard.scenario.Expectation;
import io.kguard.simulation.CheckLog;
import io.kguard.simulation.CheckResult;
import io.kguard.simulation.Detections;
import io.kguard.simulation.EventOrigin;
import io.kguard.simulation.Judge;
import io.kguard.simulation.UntrustedException;
import io.kguard.simulation.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/** Plays the scenario of a rule test before its body runs, and judges it. */
final class RuleTestExtension implements BeforeEachCallback, InvocationInterceptor, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(RuleTestExtension.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        RuleTest test = annotation(context);
        try {
            Detections detections = RuleTestSource.of(context, test).detections();
            context.getStore(NAMESPACE).put(Detections.class, detections);
        } catch (NoClassDefFoundError e) {
            throw logged(test, MissingJar.explain(e));
        } catch (RuntimeException e) {
            throw logged(test, e);
        }
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        RuleTest test = annotation(context);
        Detections detections = detections(context);
        Expectation expectation = RuleTestSource.of(context, test).expectation();
        Verdict verdict = Judge.judge(detections, expectation);
        try {
            if (verdict instanceof Verdict.Errored) {
                throw new UntrustedException(verdict.reason());
            }
            if (verdict instanceof Verdict.Failed) {
                throw new AssertionError(verdict.reason());
            }
            invocation.proceed();
        } catch (AssertionError e) {
            verdict = new Verdict.Failed(String.valueOf(e.getMessage()));
            throw e;
        } catch (TestAbortedException e) {
            verdict = new Verdict.Errored("the test was aborted: " + e.getMessage());
            throw e;
        } catch (Throwable e) {
            verdict = new Verdict.Errored(
                    e instanceof UntrustedException ? String.valueOf(e.getMessage()) : e.toString());
            throw e;
        } finally {
            log(CheckResult.of(detections, expectation, verdict));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Detections.class || type == SidekickReceiver.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Detections detections = detections(context);
        if (parameter.getParameter().getType() == Detections.class) {
            return detections;
        }
        RuleTest test = annotation(context);
        try {
            // The store closes it after the test
            return context.getStore(NAMESPACE)
                    .getOrComputeIfAbsent(
                            SidekickReceiver.class,
                            key -> RuleTestSource.of(context, test).sidekick(detections.alerts()),
                            SidekickReceiver.class);
        } catch (RuntimeException e) {
            throw logged(test, e);
        }
    }

    private static Detections detections(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(Detections.class, Detections.class);
    }

    private static RuleTest annotation(ExtensionContext context) {
        RuleTest test = context.getRequiredTestMethod().getAnnotation(RuleTest.class);
        if (sources(test).size() != 1) {
            throw new ExtensionConfigurationException(
                    "@RuleTest of "
                            + context.getRequiredTestMethod().getName()
                            + " needs one of scenario, capture, audit, events and written: @RuleTest(rule = \"...\", scenario = \"...\")");
        }
        return test;
    }

    private static List<String> sources(RuleTest test) {
        return Stream.of(test.scenario(), test.capture(), test.audit(), test.events(), test.written())
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static EventOrigin origin(RuleTest test) {
        if (!test.capture().isEmpty()) {
            return EventOrigin.CAPTURE;
        }
        if (!test.audit().isEmpty()) {
            return EventOrigin.AUDIT;
        }
        return test.scenario().isEmpty() ? EventOrigin.WRITTEN : EventOrigin.LIVE;
    }

    private static Expectation expectation(RuleTest test) {
        return test.silent() ? Expectation.silent(test.rule()) : Expectation.fires(test.rule());
    }

    private static RuntimeException logged(RuleTest test, RuntimeException e) {
        log(CheckResult.withoutSimulation(
                sources(test).get(0), origin(test), expectation(test), String.valueOf(e.getMessage())));
        return e;
    }

    private static void log(CheckResult result) {
        try {
            CheckLog.append(result);
        } catch (IOException e) {
            throw new UncheckedIOException("the result of a rule test could not be handed on", e);
        }
    }
}
