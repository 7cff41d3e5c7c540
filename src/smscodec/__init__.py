from ._kernels import BACKEND
