// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.kguard.audit;

import org.jspecify.annotations.NullMarked;
