// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test of one rule that runs once for each combination of some values:
 *
 * <pre>{@code
 * test = @RuleTest(rule = "Passwords read"),
 * values = { @Values(name = "program", of = {"cat", "head"}), @Values(name = "file", of = {"/etc/shadow", "/etc/gshadow"}) }
 * }</pre>
 *
 * <p>The method has the annotation of a source of events, as with {@link RuleTest}, such as {@code @ScenarioSource("password-files")}.
 *
 * <p>In the name of the rule and of the source of events, <code>${program}</code> stands for a value. A value that is not used there is
 * one of the {@code values} of the scenario's file, or a parameter of the method that writes the events, in this order. The test
 * method may take the values as strings, in this order, besides what a {@link RuleTest} may take.
 */
@API(status = API.Status.EXPERIMENTAL)
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@TestTemplate
@Tag(RuleTest.TAG)
@ExtendWith(RuleTestMatrixExtension.class)
public @interface RuleTestMatrix {
    /** The test. */
    RuleTest test();

    /** The values. At most 1000 combinations. */
    Values[] values();

    /** The values of one name. */
    @Target({})
    @Retention(RetentionPolicy.RUNTIME)
    @Documented
    @interface Values {
        /** The name. */
        String name();

        /** The values. The test runs with each of them. */
        String[] of();
    }
}
