import java.io.File;
import org.semanticweb.HermiT.Configuration;
import org.semanticweb.HermiT.Reasoner;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;

/** What in a file is not OWL 2 DL, and what HermiT finds inconsistent or unsatisfiable: one line each. */
public class OwlCheck {
    public static void main(String[] files) throws Exception {
        OWLOntology ontology =
            OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(files[0]));
        for (OWLProfileViolation violation : new OWL2DLProfile().checkOntology(ontology).getViolations())
            System.out.println("not OWL 2 DL: " + violation);
        Configuration configuration = new Configuration();
        // xsd:date and xsd:gYear are outside the datatype map of OWL 2.
        configuration.ignoreUnsupportedDatatypes = true;
        Reasoner reasoner = new Reasoner(configuration, ontology);
        if (!reasoner.isConsistent()) {
            System.out.println("inconsistent");
            return;
        }
        for (OWLClass nothing : reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom())
            System.out.println("unsatisfiable: " + nothing);
    }
}
