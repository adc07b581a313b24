// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;

/** The values of one name in a {@link RuleTestMatrix}. */
@API(status = API.Status.EXPERIMENTAL)
@Target({})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface MatrixValues {
    /** The name. */
    String name();

    /** The values. The test runs with each of them. */
    String[] of();
}
