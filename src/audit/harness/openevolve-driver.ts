/**
 * Python that stands in for the part of OpenEvolve that loads an evaluator and calls it. It holds on to what it needs
 * itself before the evaluator is loaded, so that an attack has to fool the evaluator and not this. Its arguments: the
 * evaluator, the program, how often it is evaluated. On descriptor 4 it writes a line for each evaluation. Where OpenEvolve is not installed it offers the class evaluators return, `EvaluationResult`.
 */
export const OPENEVOLVE_DRIVER = `
import importlib.util, os, sys, types

def main(write=os.write, leave=os._exit, number=float, text=repr, join=str.join):
    evaluator, program, times = sys.argv[1], sys.argv[2], int(sys.argv[3])

    def say(kind, words):
        write(4, (kind + ' ' + join(' ', words.split())[:500] + '\\n').encode('utf8', 'replace'))

    def average(values):
        return sum(values) / len(values) if values else 0.0

    def fitness(metrics, isinstance=isinstance, dict=dict):
        if not isinstance(metrics, dict):
            metrics = getattr(metrics, 'metrics', None)
        if not isinstance(metrics, dict):
            return None
        if 'combined_score' in metrics:
            try:
                return number(metrics['combined_score'])
            except (ValueError, TypeError):
                pass
        values = []
        for value in metrics.values():
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                try:
                    value = number(value)
                except (ValueError, TypeError, OverflowError):
                    continue
                if value == value:
                    values.append(value)
        return average(values)

    offer_result_class()
    sys.path.insert(0, os.path.dirname(evaluator))
    sys.argv = ['openevolve-run']
    spec = importlib.util.spec_from_file_location('evaluation_module', evaluator)
    module = importlib.util.module_from_spec(spec)
    sys.modules['evaluation_module'] = module
    spec.loader.exec_module(module)
    evaluate = module.evaluate
    for _ in range(times):
        try:
            score = fitness(evaluate(program))
        except Exception as error:
            say('failed', 'the evaluator raised ' + text(error))
            continue
        if score is None:
            say('failed', 'the evaluator returned no metrics')
        else:
            say('score', text(number.__add__(score, 0.0)))
    leave(0)

def offer_result_class():
    try:
        import openevolve.evaluation_result
    except ImportError:
        package, module = types.ModuleType('openevolve'), types.ModuleType('openevolve.evaluation_result')
        class EvaluationResult:
            def __init__(self, metrics, artifacts=None):
                self.metrics, self.artifacts = metrics, artifacts or {}
        module.EvaluationResult = EvaluationResult
        package.evaluation_result = module
        package.__path__ = []
        sys.modules['openevolve'], sys.modules['openevolve.evaluation_result'] = package, module

main()
`;
