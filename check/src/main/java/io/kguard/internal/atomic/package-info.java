// SPDX-License-Identifier: Apache-2.0
/** Tests in the format of Atomic Red Team, made into scenarios. */
@NullMarked
package io.kguard.internal.atomic;

import org.jspecify.annotations.NullMarked;
