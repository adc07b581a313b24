// SPDX-License-Identifier: Apache-2.0
package io.kguard.reference;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Needs Falco's library and a C++ compiler; {@link Reference} runs it. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("reference")
@ExtendWith(ReferenceCondition.class)
public @interface RequiresReference {}
